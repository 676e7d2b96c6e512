/** HTML that a script shows: it is shown, and it opens no connection. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { browserFlags } from '../dev/test/browserFlags.ts'
import { findBrowser } from '../dev/test/findBrowser.ts'
import { expect, leaveOut, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Counts connections, whatever they are for. */
async function openListener() {
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    socket.destroy()
  })
  return { url: await listen(server), connections: () => connections, close: () => server.close() }
}

const hints = [
  'preconnect',
  'dns-prefetch',
  'prefetch',
  'preload',
  'modulepreload',
  'stylesheet',
  'icon',
  'manifest',
  'prerender',
]

function hostileHtml(url: string): string {
  const link = `<link rel=preconnect href="${url}">`
  const inAttribute = link.replaceAll('"', '&quot;')
  return [
    ...hints.map((rel) => `<link rel="${rel}" as="script" href="${url}/${rel}">`),
    `<LINK\nREL=preconnect HREF=${url}><svg><link xmlns="http://www.w3.org/1999/xhtml" rel="preconnect" href="${url}"/></svg>`,
    `<div><template shadowrootmode="open">${link}</template></div><template>${link}</template><noscript>${link}</noscript>`,
    `<iframe srcdoc="${inAttribute}"></iframe><iframe src="${url}"></iframe><object data="${url}"></object><embed src="${url}">`,
    `<math><mtext><table><mglyph><style><!--</style>${link}--></style></mglyph></table></mtext></math>`,
    `<svg></p><style><a id="</style>${link}"></style></svg><form><math><mtext></form><form><mglyph><style></math>${link}`,
    `<meta http-equiv="refresh" content="0;url=${url}"><meta http-equiv="Link" content="<${url}>; rel=preconnect">`,
    `<base href="${url}/"><img src="x.png" srcset="${url}/y.png 1x" attributionsrc="${url}"><video poster="${url}" src="${url}"></video>`,
    `<style>@import "${url}"; body { background: url(${url}) }</style><table background="${url}"><tr><td>x</td></tr></table>`,
    `<a href="${url}" ping="${url}" attributionsrc="${url}">link</a><input type="image" src="${url}"><script src="${url}"></script>`,
  ].join('\n')
}

test('HTML that a script shows connects to nothing, in a profile that connects ahead', async ({
  backend,
}) => {
  const [hostile, control, later] = [await openListener(), await openListener(), await openListener()]
  const plain = createHttpServer((request, response) => {
    const link = `<link rel="preconnect" href="${request.url === '/later' ? later.url : control.url}">`
    const framed = `<iframe sandbox="" srcdoc="<meta http-equiv=Content-Security-Policy content=&quot;default-src 'none'&quot;>${link.replaceAll('"', '&quot;')}"></iframe>`
    response.setHeader('content-type', 'text/html')
    response.end(framed)
  })
  const plainUrl = await listen(plain)
  const profile = await mkdtemp(join(tmpdir(), 'profile-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findBrowser(),
    args: [...browserFlags],
    baseURL: backend.url,
  })
  try {
    // Neither sandbox nor policy holds a hint back: without cleaning, this is what a script could do.
    const ahead = await context.newPage()
    await ahead.goto(`${plainUrl}/control`)
    await expect.poll(control.connections).toBeGreaterThan(0)

    await leaveOut(context, 'plain field')
    const page = await context.newPage()
    await page.goto('/scripts')
    const workbench = new Workbench(page)
    await workbench.isReady()
    const html = `<style>b { color: rgb(1, 2, 3) }</style><b>shown bold</b>${hostileHtml(hostile.url)}`
    await workbench.run(`display({"text/html": ${JSON.stringify(html)}, "text/plain": "text"}, raw=True)`)
    const shown = workbench.output.frameLocator('iframe').getByText('shown bold')
    await expect(shown).toBeVisible()
    await expect(shown).toHaveCSS('color', 'rgb(1, 2, 3)')
    // A connection that is asked for after all of them has come: theirs would have, too.
    await ahead.goto(`${plainUrl}/later`)
    await expect.poll(later.connections).toBeGreaterThan(0)
    expect(hostile.connections()).toBe(0)
  } finally {
    await context.close()
    for (const server of [hostile, control, later, plain]) server.close()
    await rm(profile, { recursive: true, force: true })
  }
})
