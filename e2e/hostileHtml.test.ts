/** HTML, SVG, Markdown, LaTeX and table cells that user code made: none runs, leads away, or loads anything. */
import type { BrowserContext, Locator, Page } from '@playwright/test'
import { expect, sharedTest as test } from './journey.ts'

/** `HOST` becomes a loopback site; `fooled()` is what must never be called. */
const payloads = [
  '<script>top.fooled()</script>',
  '<script src="http://HOST/pwned.js"></script>',
  '<SCRIPT/x>top.fooled()</SCRIPT>',
  '<img src=x onerror="top.fooled()">',
  '<img/src=x/onerror=top.fooled()>',
  '<img src="http://HOST/pwned.png">',
  '<img srcset="http://HOST/pwned.png 1x">',
  '<picture><source srcset="http://HOST/pwned.png"><img></picture>',
  '<svg onload="top.fooled()"></svg>',
  '<svg><script>top.fooled()</script></svg>',
  '<svg><animate onbegin="top.fooled()" attributeName="x" dur="1s"></animate></svg>',
  '<svg><image href="http://HOST/pwned.png"/></svg>',
  '<svg><foreignObject><img src=x onerror="top.fooled()"></foreignObject></svg>',
  '<svg><style>@import "http://HOST/pwned.css";</style></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg onload=top.fooled()></svg>#x"/></svg>',
  '<body onload="top.fooled()">',
  '<body onpageshow="top.fooled()">',
  '<body background="http://HOST/pwned.png">',
  '<iframe src="javascript:top.fooled()"></iframe>',
  '<iframe srcdoc="<script>top.fooled()</script>"></iframe>',
  '<iframe src="http://HOST/pwned"></iframe>',
  '<object data="javascript:top.fooled()"></object>',
  '<object data="http://HOST/pwned"></object>',
  '<embed src="http://HOST/pwned">',
  '<video onerror="top.fooled()"><source src=x onerror="top.fooled()"></video>',
  '<video poster="http://HOST/pwned.png"></video>',
  '<audio src="http://HOST/pwned.mp3" autoplay></audio>',
  '<audio src=x onerror="top.fooled()"></audio>',
  '<details open ontoggle="top.fooled()"><summary>x</summary></details>',
  '<input autofocus onfocus="top.fooled()">',
  '<select autofocus onfocus="top.fooled()"></select>',
  '<textarea autofocus onfocus="top.fooled()"></textarea>',
  '<div style="background:url(http://HOST/pwned.png)">x</div>',
  '<style>@import url("http://HOST/pwned.css");</style>',
  '<style>@font-face{font-family:p;src:url(http://HOST/pwned.woff)}*{font-family:p}</style>x',
  '<link rel=stylesheet href="http://HOST/pwned.css">',
  '<link rel=preload as=image href="http://HOST/pwned.png">',
  '<meta http-equiv=refresh content="0;url=http://HOST/pwned">',
  '<meta http-equiv=refresh content="0;url=javascript:top.fooled()">',
  '<base href="http://HOST/"><img src="pwned.png">',
  '<math><mtext><table><mglyph><style><img src=x onerror="top.fooled()"></style></mglyph></table></mtext></math>',
  '<noscript><p title="</noscript><img src=x onerror=top.fooled()>"></noscript>',
  '<template><script>top.fooled()</script></template><img src=x onerror="top.fooled()">',
  '<!--><img src=x onerror="top.fooled()">-->',
  '<marquee onstart="top.fooled()">x</marquee>',
  '<div style="animation:a 1s" onanimationstart="top.fooled()"><style>@keyframes a{}</style></div>',
  '</iframe></td></div></pre></textarea></title></style><script>top.fooled()</script>',
  '"><script>top.fooled()</script>',
  "'-top.fooled()-'",
  '<form action="http://HOST/pwned"><button autofocus onfocus="this.form.submit()">x</button></form>',
  '<a id=go style="pointer-events:auto" href="javascript:top.fooled()">go</a>',
  '<a id=go style="pointer-events:auto" href="http://HOST/pwned">go</a>',
  '<a id=go style="pointer-events:auto" target=_top href="http://HOST/pwned">go</a>',
  '<a id=go style="pointer-events:auto" target=_blank href="http://HOST/pwned">go</a>',
  '<a id=go style="pointer-events:auto" href="/health?pwned">go</a>',
]

const markdownPayloads = [
  '[x](javascript:top.fooled())',
  '[x](JaVaScRiPt&colon;top.fooled())',
  '[x](data:text/html,<script>top.fooled()</script>)',
  '[x](vbscript:x)',
  '<javascript:top.fooled()>',
  '![x](http://HOST/pwned.png)',
  '![x](/health?pwned)',
  '![x](x" onerror="top.fooled())',
  '[x]: javascript:top.fooled()\n\n[x]',
]

const latexPayloads = [
  '\\href{javascript:top.fooled()}{x}',
  '\\url{javascript:top.fooled()}',
  '\\includegraphics{http://HOST/pwned.png}',
  '\\htmlClass{x}{x}\\htmlId{root}{x}\\htmlStyle{background:url(http://HOST/pwned.png)}{x}\\htmlData{a=b}{x}',
  '\\text{<img src=x onerror=top.fooled()>}',
  '\\unicode{<script>top.fooled()</script>}',
  '\\def\\x{\\x\\x}\\x',
  '\\rule{99999em}{99999em}',
  '\\color{red;background:url(http://HOST/pwned.png)}x',
]

interface Harm {
  /** Answered requests; the policy ends others before they leave. */
  readonly answers: string[]
  readonly pages: string[]
}

/** Watches for harm other than a call of `fooled`: requests, pages, navigations. */
function watch(page: Page, context: BrowserContext): Harm {
  const harm: Harm = { answers: [], pages: [] }
  context.on('response', (response) => {
    if (response.url().includes('pwned')) harm.answers.push(response.url())
  })
  context.on('page', (opened) => harm.pages.push(opened.url()))
  page.on('framenavigated', (frame) => {
    // A frame that the policy kept from leaving shows the browser's own error.
    if (frame !== page.mainFrame() && /^https?:/.test(frame.url())) harm.pages.push(frame.url())
  })
  return harm
}

/** Counts calls of `fooled` from now on, in a page that is not loaded anew. */
const beFoolable = (page: Page): Promise<void> =>
  page.evaluate(() => {
    let times = 0
    Object.assign(window, { fooled: () => (times += 1), timesFooled: () => times })
  })

/** Waits until all frames have loaded and pending work has run. */
async function hasSettled(page: Page): Promise<void> {
  // A frame whose navigation the policy blocked never loads, and tells nobody.
  const frames = page.frames().filter((frame) => frame.url() === 'about:srcdoc')
  await Promise.all(frames.map((frame) => frame.waitForLoadState('load')))
  await page.evaluate(async () => {
    const settled = async () => {
      const begun = document.timeline.currentTime
      while (document.timeline.currentTime === begun)
        await new Promise((resolve) => requestAnimationFrame(resolve))
      await fetch('/health')
    }
    // A handler may set another thing going.
    for (let turn = 0; turn < 3; turn += 1) await settled()
  })
}

async function isUnharmed(page: Page, harm: Harm): Promise<void> {
  await hasSettled(page)
  expect(harm).toEqual({ answers: [], pages: [] })
  expect(await page.evaluate(() => Reflect.get(window, 'timesFooled')())).toBe(0)
}

test('the payloads are harmful where nothing holds them', async ({ browser, twins }) => {
  const context = await browser.newContext()
  const harmful = new Set<number>()
  /** Every address of a payload bears its number. */
  const note = (url: string) => {
    const number = /pwned_(\d+)/.exec(url)?.[1]
    if (number !== undefined) harmful.add(Number(number))
  }
  await context.exposeFunction('fooled', (number: number) => harmful.add(number))
  await context.route('**/*', (route) => {
    const { pathname, searchParams } = new URL(route.request().url())
    note(pathname + searchParams.toString())
    const number = pathname === '/bare' ? Number(searchParams.get('payload')) : NaN
    const body = html(numbered(payloads[number] ?? '', number), twins.hostPort)
    return route.fulfill({ status: 200, contentType: 'text/html', body })
  })
  try {
    const page = await context.newPage()
    for (const [number, payload] of payloads.entries()) {
      const address = `http://${twins.hostPort}/bare?payload=${number}`
      // The one before may just be leaving by itself.
      await expect(() => page.goto(address, { waitUntil: 'commit' })).toPass()
      // A payload may navigate away before the page has loaded.
      await page.waitForLoadState('load').catch(() => undefined)
      if (payload.includes('id=go')) await page.locator('#go').click({ noWaitAfter: true })
      await page
        .evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
        .catch(() => undefined)
    }
    await expect.poll(() => harmful.size).toBeGreaterThanOrEqual(40)
    const harmless = payloads.filter((_, number) => !harmful.has(number))
    console.log(`${harmless.length} do nothing in this browser even unprotected:\n${harmless.join('\n')}`)
  } finally {
    await context.close()
  }
})

/** Numbers a payload's marks, so that harm names its payload. */
const numbered = (payload: string, number: number): string =>
  payload.replaceAll('fooled()', `fooled(${number})`).replaceAll('pwned', `pwned_${number}`)

const html = (payload: string, host: string): string =>
  `<!doctype html><body>${payload.replaceAll('HOST', host)}`

const channels: readonly [what: string, mediaType: string, list: readonly string[]][] = [
  ['HTML', 'text/html', payloads],
  [
    'SVG',
    'image/svg+xml',
    payloads.map((payload) => `<svg xmlns="http://www.w3.org/2000/svg">${payload}</svg>`),
  ],
  ['Markdown', 'text/markdown', [...payloads, ...markdownPayloads]],
  ['LaTeX', 'text/latex', [...payloads, ...latexPayloads]],
]

for (const [what, mediaType, list] of channels) {
  test(`${what} from a script does no harm`, async ({ page, context, workbench, twins }) => {
    await beFoolable(page)
    const harm = watch(page, context)
    const before = twins.requests.length
    const texts = list.map((payload) => payload.replaceAll('HOST', twins.hostPort))
    await workbench.run(
      `import json\nfor text in json.loads(${JSON.stringify(JSON.stringify(texts))}):\n    display({"${mediaType}": text, "text/plain": ""}, raw=True)\nprint("all shown")`,
    )
    await expect(workbench.output).toContainText('all shown')
    const shown = workbench.output.locator('section')
    await expect(shown).toHaveCount(texts.length)
    await expect(workbench.output.getByText('Loading…')).toHaveCount(0)
    if (what === 'HTML') await clickLinks(shown)
    for (const link of await workbench.output.locator('a').all()) {
      expect(await link.getAttribute('href')).toMatch(/^(https?:|mailto:)/)
      expect(await link.getAttribute('target')).toBe('_blank')
      expect(await link.getAttribute('rel')).toContain('noopener')
    }
    // Elements that no drawn text has.
    const strange = 'script, object, embed, video, audio, link, meta, form, [onerror], [onload], [onfocus]'
    await expect(workbench.output.locator(strange)).toHaveCount(0)
    await isUnharmed(page, harm)
    expect(twins.requests.length).toBe(before)
    await expect(page).toHaveURL(/\/scripts$/)
    await workbench.run('"still " + "works"')
    await expect(workbench.result).toContainText('still works')
  })
}

test('table cells, column names and text from a script do no harm', async ({
  page,
  context,
  workbench,
  twins,
}) => {
  await beFoolable(page)
  const harm = watch(page, context)
  const before = twins.requests.length
  const texts = payloads.map((payload) => payload.replaceAll('HOST', twins.hostPort))
  await workbench.run(
    `import json\ntexts = json.loads(${JSON.stringify(JSON.stringify(texts))})\nfor text in texts: print(text)\n[{"cell": text, text: 1} for text in texts[:45]] + [{"cell": text} for text in texts[45:]]`,
  )
  await expect(workbench.result.getByRole('table')).toHaveAttribute('aria-rowcount', String(texts.length + 1))
  await workbench.result.getByRole('button', { name: 'Tree' }).click()
  await workbench.result.getByRole('button', { name: 'Text' }).click()
  await isUnharmed(page, harm)
  expect(twins.requests.length).toBe(before)
})

/** Clicks links like a person who falls for them. */
async function clickLinks(shown: Locator): Promise<void> {
  for (const [number, payload] of payloads.entries()) {
    if (!payload.includes('id=go')) continue
    // Ask these frames only: one whose navigation was blocked may never answer.
    const link = shown.nth(number).frameLocator('iframe').locator('#go')
    await link.click({ noWaitAfter: true })
  }
}
