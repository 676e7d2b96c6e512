/** Scripts that need packages: fetched by the page, checked, kept, shown, stopped, and never at the wish of running code. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { pyodideCdn, pypi } from '../contract/run/packageSources.ts'
import { buildNativeModule } from '../dev/twins/buildNativeModule.ts'
import { buildWheel, type Wheel } from '../dev/twins/buildWheel.ts'
import { lockOf, startPackageTwin, type PackageTwin } from '../dev/twins/startPackageTwin.ts'
import { fetchNetworkWheels } from '../dev/test/fetchNetworkWheels.ts'
import { startTestBackend } from '../dev/test/testBackend.ts'
import { createSharedPage } from './createSharedPage.ts'
import {
  expect,
  findInHistory,
  lend,
  limitRuns,
  openPage,
  openSettings,
  test as journeyTest,
} from './journey.ts'
import { Workbench } from './Workbench.ts'

const { version } = JSON.parse(readFileSync('node_modules/pyodide/package.json', 'utf8')) as {
  version: string
}
const cdn = pyodideCdn(version)

const helper = buildWheel({
  name: 'helper',
  files: {
    'helper/__init__.py': 'from . import fast\nword = fast.__doc__',
    'helper/fast.so': buildNativeModule('fast', 'compiled'),
  },
})
const stats = buildWheel({
  name: 'stats',
  files: { 'stats.py': 'from helper import word\nmean = word + " mean"' },
})
const large = buildWheel({
  name: 'large',
  files: { 'large/__init__.py': '', 'large/data': new Uint8Array(60_000_000) },
})
const spoilt = buildWheel({ name: 'spoilt', files: { 'spoilt.py': '' } })
const lock = lockOf([
  { wheel: stats, depends: ['helper'] },
  { wheel: helper },
  { wheel: large },
  { wheel: { ...spoilt, sha256: helper.sha256 } },
])
const greets = buildWheel({
  name: 'greets',
  files: { 'greets.py': 'from polite import word\ndef greet(): return word + ", world"' },
  requires: ['polite>=1', 'windows-only; sys_platform == "win32"'],
})
const polite = buildWheel({ name: 'polite', files: { 'polite.py': 'word = "Good day"' } })
/** The real requests, urllib3 and httpx in one. */
const networkWheels = fetchNetworkWheels()
const reaching = buildWheel({
  name: 'reaching',
  files: Object.assign(
    {},
    ...('missing' in networkWheels ? [] : networkWheels.map((wheel) => unzipSync(wheel))),
  ),
})
const sdist = { ...buildWheel({ name: 'source-only', files: {} }), fileName: 'source_only-1.0.tar.gz' }

/** PyPI names its files by their whole addresses. */
const indexed = (wheel: Wheel) => ({ wheel, entry: { url: `${pypi.files}${wheel.fileName}` } })

interface Fixtures {
  readonly twin: PackageTwin
  /** PACKAGES_DIR of the backend. */
  readonly folder: string
}

/** The real addresses, as the app has them, answered by the twin. */
async function passOn(context: BrowserContext, twin: PackageTwin): Promise<void> {
  for (const [from, to] of [
    [cdn, twin.folder],
    [pypi.index, twin.index.index],
    [pypi.files, twin.index.files],
  ] as const)
    await context.route(`${from}**`, async (route) => {
      const url = route.request().url().replace(from, to)
      await route.fulfill({ response: await route.fetch({ url }) })
    })
  await context.route('**/pyodide-lock.json', (route) => route.fulfill({ json: lock }))
}

const base = journeyTest.extend<object, Fixtures>({
  twin: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, provide) => {
      const twin = await startPackageTwin({
        folder: [stats, helper, large, spoilt],
        projects: {
          greets: [indexed(greets)],
          polite: [indexed(polite)],
          reaching: [indexed(reaching)],
          'source-only': [indexed(sdist)],
        },
      })
      await provide(twin)
      await twin.stop()
    },
    { scope: 'worker' },
  ],
  folder: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, provide) => {
      const folder = await mkdtemp(join(tmpdir(), 'eliza-wheels-'))
      for (const { fileName, bytes } of [stats, helper]) await writeFile(join(folder, fileName), bytes)
      await provide(folder)
      await rm(folder, { recursive: true })
    },
    { scope: 'worker' },
  ],
  backend: [
    async ({ twin, folder }, provide) => {
      const backend = await startTestBackend({
        serveDist: true,
        packagesDirectory: folder,
        packageOrigins: [twin.url],
      })
      await provide(backend)
      await backend.stop()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  plainPage: [
    async ({ browser, backend, twin }, provide) => {
      const shared = createSharedPage(async () => {
        const page = await openPage(browser, backend.url, 'plain field')
        await passOn(page.context(), twin)
        return page
      })
      await provide(shared)
      await shared.close()
    },
    { scope: 'worker' },
  ],
})

const ownTest = base.extend({
  context: async ({ context, twin }, provide) => {
    twin.answer = undefined
    await passOn(context, twin)
    await provide(context)
  },
})

const test = base.extend({
  page: async ({ plainPage, twin }, provide, info) => {
    twin.answer = undefined
    await lend(plainPage, info, async (page) => {
      // Simulates a browser that has no packages yet.
      await page.evaluate(() => caches.delete('eliza-packages'))
      await provide(page)
    })
  },
  context: ({ page }, provide) => provide(page.context()),
  workbench: ({ page }, provide) => provide(new Workbench(page)),
})

// All journeys here share one page.
test.describe.configure({ mode: 'default' })

/** Every address outside the app that the page asks for. */
function watchOutside(page: Page, origin: string): string[] {
  const urls: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) urls.push(request.url())
  })
  return urls
}

async function chooseFolder(page: Page, folder: string): Promise<void> {
  await openSettings(page)
  await page.getByLabel('Packages come from').selectOption('Your own folder')
  await page.getByLabel('Folder URL').fill(folder)
  await page.getByRole('button', { name: 'Use this folder' }).click()
}

const toScripts = (page: Page) => page.getByRole('link', { name: 'Scripts' }).click()

async function isStillWorking(workbench: Workbench): Promise<void> {
  await workbench.run('"still " + "works"')
  await expect(workbench.result).toContainText('still works')
}

test('an import is fetched from the CDN with what it needs, compiled parts included', async ({
  page,
  workbench,
  backend,
}) => {
  const outside = watchOutside(page, backend.url)
  await workbench.run('import stats\nstats.mean')
  await expect(workbench.result).toContainText('compiled mean')
  expect(outside.toSorted()).toEqual([`${cdn}${helper.fileName}`, `${cdn}${stats.fileName}`])
})

test('a library that reaches for the network fails by its own exception, and says what to use', async ({
  workbench,
}) => {
  test.skip('missing' in networkWheels, 'pip brings no packages')
  const imports = '# requirements: reaching\nimport requests, urllib3, httpx'
  await workbench.run(`${imports}
def attempt(call, kind):
    try: call()
    except kind as error: return f"{kind.__name__} caught"
async def get():
    async with httpx.AsyncClient() as client: await client.get("https://a.example")
try: await get()
except httpx.ConnectError: print("async caught")
print(attempt(lambda: requests.get("https://a.example"), requests.exceptions.ConnectionError))
print(attempt(lambda: requests.get("http://a.example", stream=True, timeout=5), requests.exceptions.ConnectionError))
print(attempt(lambda: urllib3.request("GET", "https://a.example"), urllib3.exceptions.MaxRetryError))
print(attempt(lambda: httpx.get("https://a.example"), httpx.ConnectError))`)
  await expect(workbench.output).toContainText(
    /async caught\s*ConnectionError caught\s*ConnectionError caught\s*MaxRetryError caught\s*ConnectError caught/,
  )
  await workbench.run(`${imports}\nrequests.get("https://a.example")`)
  await expect(workbench.output).toContainText('await tools.browse_web(url) gets a page or JSON')
})

ownTest(
  'a script that imports nothing from outside asks for nothing',
  async ({ page, workbench, backend }) => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await workbench.run('import json, math\njson.dumps(math.pi)')
    await expect(workbench.result).toContainText('3.14')
    expect(asked.filter((url) => url.includes('pyodide-lock') || !url.startsWith(backend.url))).toEqual([])
  },
)

ownTest(
  'what was fetched once is there when its source is gone, after a reload too',
  async ({ page, workbench, twin }) => {
    await workbench.run('import stats\nstats.mean')
    await expect(workbench.result).toContainText('compiled mean')
    twin.answer = (_request, response) => Boolean(response.destroy())
    await page.reload()
    await workbench.isReady()
    await workbench.run('import stats\nstats.mean + " again"')
    await expect(workbench.result).toContainText('compiled mean again')
  },
)

test('an import that cannot be had fails at its line, with the place and what to do', async ({
  page,
  workbench,
}) => {
  await page.route(`${cdn}**`, (route) => route.abort('internetdisconnected'))
  await workbench.run('print("before", flush=True)\nimport stats')
  await expect(workbench.output).toContainText('before')
  await expect(workbench.output).toContainText(
    `ModuleNotFoundError: helper, which stats needs, could not be fetched from ${cdn}: nothing answers there`,
  )
  await expect(workbench.output).toContainText('line 2')
  await workbench.run('try:\n    import stats\nexcept ImportError:\n    stats = None\nf"without it: {stats}"')
  await expect(workbench.result).toContainText('without it: None')
  await workbench.run('import nmupy')
  await expect(workbench.output).toContainText(`nmupy is not one of the packages of Pyodide ${version}`)
  await expect(await findInHistory(page, 'import nmupy')).toContainText(/failed/i)
})

test('what is not what the lock names is never installed', async ({ workbench }) => {
  await workbench.run('import spoilt')
  await expect(workbench.output).toContainText('its SHA-256 is another')
})

test('requirements come from PyPI with what they need here', async ({ page, workbench, backend }) => {
  const outside = watchOutside(page, backend.url)
  await workbench.run('# requirements: greets>=1\nimport greets\ngreets.greet()')
  await expect(workbench.result).toContainText('Good day, world')
  expect(outside.every((url) => url.startsWith(pypi.index) || url.startsWith(pypi.files))).toBe(true)
  expect(outside.join()).not.toContain('windows-only')
})

for (const [requirement, sentence] of [
  ['source-only', 'source-only has no wheel of pure Python'],
  ['no-such-thing', `There is no project no-such-thing at ${pypi.index}`],
  ['x @ https://evil.invalid/x.whl', 'is no requirement that can be met here'],
] as const)
  test(`the requirement ${requirement} ends the run before it begins`, async ({
    page,
    workbench,
    backend,
  }) => {
    const outside = watchOutside(page, backend.url)
    const code = `# requirements: ${requirement}\nprint("begun")`
    await workbench.write(code)
    await workbench.execute()
    await expect(workbench.status).toHaveText('Not started')
    await expect(workbench.output).toContainText(sentence)
    await expect(workbench.output).not.toContainText('begun')
    expect(outside.join()).not.toContain('evil')
    await isStillWorking(workbench)
    const row = await findInHistory(page, requirement)
    await expect(row).toContainText(/failed/i)
  })

test('a slow download shows how far it is, takes none of the run’s time, and ends at Stop, on the wire too', async ({
  page,
  workbench,
  twin,
}) => {
  await limitRuns(page, 1)
  await chooseFolder(page, twin.folder)
  await toScripts(page)
  await workbench.isReady()
  twin.answer = (request, response) => {
    if (request.url?.endsWith(helper.fileName) !== true) return false
    response.writeHead(200, { 'content-length': helper.bytes.length })
    response.write(helper.bytes.slice(0, helper.bytes.length / 2))
    return true
  }
  await workbench.write('import stats\nprint("begun")')
  await workbench.execute()
  await expect(workbench.status).toHaveText('Downloading the package helper…')
  await expect
    .poll(() => page.getByRole('progressbar', { name: 'Packages' }).getAttribute('value').then(Number))
    .toBeGreaterThan(0.2)
  // Longer than the run may take, by the page's own clock.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_500)))
  await expect(workbench.status).toHaveText('Downloading the package helper…')
  await workbench.stop()
  await expect(workbench.status).toHaveText('Stopped')
  await expect.poll(() => twin.aborted.join()).toContain(helper.fileName)
  await expect(workbench.output).not.toContainText('begun')
  await isStillWorking(workbench)
})

test('the memory of a script is its own, however large a package is', async ({ workbench }) => {
  await workbench.run(`
import large, os
with open("/tmp/own", "wb") as file:
    for _ in range(240): file.write(bytes(1_000_000))
os.path.getsize(large.__path__[0] + "/data"), os.path.getsize("/tmp/own")`)
  await expect(workbench.result).toContainText('60000000')
  await expect(workbench.result).toContainText('240000000')
  await workbench.run('import large\nlen(bytearray(220_000_000))')
  await expect(workbench.result).toContainText('220000000')
})

test('packages may come from a folder of the server', async ({ page, workbench, backend }) => {
  const outside = watchOutside(page, backend.url)
  await chooseFolder(page, '/packages')
  await expect(page.getByText('Saved. Packages now come from /packages/.')).toBeVisible()
  await toScripts(page)
  await workbench.isReady()
  await workbench.run('import stats\nstats.mean')
  await expect(workbench.result).toContainText('compiled mean')
  expect(outside).toEqual([])
})

test('a folder that the policy shuts out, that is silent or none is said to be, and not taken', async ({
  page,
  workbench,
}) => {
  await chooseFolder(page, 'https://wheels.invalid/full')
  await expect(
    page.getByText('The policy of this page does not let it ask https://wheels.invalid/full/.'),
  ).toBeVisible()
  await chooseFolder(page, '/packages/empty')
  await expect(page.getByText(/^There are no packages of Pyodide .* Nothing was changed\.$/)).toBeVisible()
  await chooseFolder(page, 'not a folder')
  await expect(page.getByText('This is not a folder URL.')).toBeVisible()
  await toScripts(page)
  await workbench.isReady()
  await workbench.run('import stats\nstats.mean')
  await expect(workbench.result).toContainText('compiled mean')
})

test('where PyPI does not answer, nobody is sent to a setting that does not touch it', async ({
  page,
  workbench,
}) => {
  await page.route(`${pypi.index}**`, (route) => route.abort('internetdisconnected'))
  await workbench.run('# requirements: greets\nimport greets')
  await expect(workbench.output).toContainText(`greets could not be fetched from ${pypi.index}`)
  await expect(workbench.output).toContainText('Check the connection.')
  await expect(workbench.output).not.toContainText('Settings')
})

test('a script that runs cannot have the page fetch anything', async ({ page, workbench, backend }) => {
  const outside = watchOutside(page, backend.url)
  await workbench.run(`
import js
from pyodide.ffi import to_js
forged = to_js({"type": "packages-needed", "runId": "x", "imports": ["stats"]}, dict_converter=js.Object.fromEntries)
for attempt in (
    lambda: js.postMessage(forged),
    lambda: js.self.postMessage(forged),
    lambda: js.fetch("${cdn}${stats.fileName}"),
    lambda: __import__("pyodide_js").loadPackage("stats"),
    lambda: __import__("pyodide_js").loadPackage("${cdn}${stats.fileName}"),
    lambda: exec("# requirements: greets\\nimport greets"),
    lambda: __import__("stats"),
):
    try:
        outcome = attempt()
        if hasattr(outcome, "then"): await outcome
        print("went through")
    except BaseException as error:
        print("refused:", type(error).__name__)
await asyncio.sleep(0.5)
"done"`)
  await expect(workbench.result).toContainText('done')
  expect(outside).toEqual([])
  // Package sources are watched, so an import in the script shows there.
  await workbench.run('import stats\nstats.mean')
  await expect(workbench.result).toContainText('compiled mean')
  expect(outside).toContain(`${cdn}${stats.fileName}`)
})
