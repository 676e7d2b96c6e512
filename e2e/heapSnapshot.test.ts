/** All interpreters begin with one image of memory, and yet none is another's twin, nor the build's. */
import { z } from 'zod'
import { expect, sharedTest, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

sharedTest('chance is not the same in any two runs', async ({ workbench }) => {
  const script = [
    'import os, random, secrets, ssl, tempfile, uuid',
    'value = ([random.random(), random.SystemRandom().random(), secrets.token_hex(8), os.urandom(8).hex(),',
    '            ssl.RAND_bytes(8).hex(), str(uuid.uuid4()), tempfile.mkdtemp()])',
  ].join('\n')
  const [one, other] = [await valueOf(workbench, script), await valueOf(workbench, script)]
  expect(one).toHaveLength(7)
  for (const [index, chance] of one.entries()) expect(chance).not.toBe(other[index])
})

sharedTest('nothing is left of the machine that made the image', async ({ workbench }) => {
  const script = [
    'import os, sys',
    'value = ([sys.executable, sys.path, sorted(os.environ.items()), os.getcwd(), len(asyncio.all_tasks())])',
  ].join('\n')
  expect(await valueOf(workbench, script)).toEqual([
    '/home/pyodide/this.program',
    [
      '',
      '/lib/python314.zip',
      '/lib/python3.14/lib-dynload',
      '/lib/python3.14/site-packages',
      '/lib/eliza.zip',
    ],
    [
      ['HOME', '/home/pyodide'],
      ['LANG', 'C.UTF-8'],
      ['LD_LIBRARY_PATH', '/usr/lib:/lib/python3.14/site-packages'],
      ['LOGNAME', 'web_user'],
      ['MPLBACKEND', 'module://eliza_runtime.matplotlib_backend'],
      ['PATH', '/'],
      ['PWD', '/'],
      ['PYTHONHASHSEED', '0'],
      ['PYTHONINSPECT', '1'],
      ['USER', 'web_user'],
      ['_', './this.program'],
    ],
    '/home/pyodide',
    1,
  ])
})

for (const [timezoneId, offsets, names] of [
  ['America/New_York', [5, 4], ['UTC-0500', 'UTC-0400']],
  ['Australia/Adelaide', [-9.5, -10.5], ['UTC+0930', 'UTC+1030']],
  ['Asia/Kolkata', [-5.5, -5.5], ['UTC+0530', 'UTC+0530']],
] as const) {
  test.describe(timezoneId, () => {
    test.use({ timezoneId })

    test('the time zone is the browser’s', async ({ workbench }) => {
      const script = [
        'import time',
        'from datetime import datetime',
        'january, july = (datetime(2026, month, 1, 12).astimezone() for month in (1, 7))',
        'value = ([time.timezone / 3600, time.altzone / 3600, list(time.tzname),',
        '            sorted({january.tzname(), july.tzname()}), -january.utcoffset().total_seconds() / 3600,',
        '            time.strftime("%Z", time.localtime(july.timestamp())) == july.tzname()])',
      ].join('\n')
      const [timezone, altzone, zones, seen, january, isNamedAlike] = await valueOf(workbench, script)
      expect([timezone, altzone]).toEqual(offsets)
      expect(zones).toEqual(names)
      expect(seen).toEqual([...new Set(names)].toSorted())
      expect(offsets).toContain(january)
      expect(isNamedAlike).toBe(true)
    })
  })
}

test('where a browser cannot hold Python, input() says so and time.sleep() computes', async ({ page }) => {
  await page.route('**/pythonWorker-*.js', async (route) => {
    const response = await route.fetch()
    const without = 'delete WebAssembly.Suspending; delete WebAssembly.promising;\n'
    await route.fulfill({ response, body: without + (await response.text()) })
  })
  await page.goto('/scripts')
  const workbench = new Workbench(page)
  await workbench.isReady()
  const script = [
    'import time',
    'from pyodide.ffi import can_run_sync',
    'begun = time.monotonic()',
    'time.sleep(0.2)',
    'try: input("anybody?")',
    'except OSError as error: refusal = str(error)',
    'value = [can_run_sync(), time.monotonic() - begun >= 0.2, refusal]',
  ].join('\n')
  expect(await valueOf(workbench, script)).toEqual([
    false,
    true,
    expect.stringContaining('this browser cannot pause Python'),
  ])
  // The next interpreter's worker may still be asked for.
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

/** Runs a script and reads its variable `value`. */
async function valueOf(workbench: Workbench, script: string): Promise<unknown[]> {
  await workbench.run(`${script}\nprint("value:", json.dumps(value))`)
  await expect(workbench.status).toHaveText(/^Completed/)
  const [, json = ''] = /value: (.*)/.exec((await workbench.output.textContent()) ?? '') ?? []
  return z.array(z.unknown()).parse(JSON.parse(json))
}
