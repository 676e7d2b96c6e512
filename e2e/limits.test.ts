/** Scripts that do not end, that print without end, or that break Python: the Run button always comes back. */
import { endlessScripts } from './endlessScripts.ts'
import { withoutIsolation } from './harness/withoutIsolation.ts'
import { editorTest, expect, findInHistory, limitRuns, openSettings, sharedTest, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

const stillWorks = async (workbench: Workbench) => {
  await workbench.run('"still " + "works"')
  await expect(workbench.result).toContainText('still works')
}

async function stopsEverything(workbench: Workbench, where: string): Promise<void> {
  const marks = endlessScripts.map(([what]) => `# stopping ${what}${where}:`)
  for (const [index, [what, code]] of endlessScripts.entries()) {
    await test.step(what, async () => {
      await workbench.write(`${marks[index]}\nprint("begun", flush=True)\n${code}`)
      await workbench.execute()
      await expect(workbench.output).toContainText('begun')
      await workbench.stop()
      await expect(workbench.status).toContainText('Stopped')
      await expect(workbench.output).toContainText('begun')
    })
  }
  await stillWorks(workbench)
  const rows = await findInHistory(workbench.page, '# stopping')
  for (const mark of marks) await expect(rows.filter({ hasText: mark })).toContainText(/stopped/i)
}

sharedTest('Stop works in whatever does not end', async ({ page, workbench }) => {
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  await stopsEverything(workbench, '')
})

const apart = ' where a host sends no isolation headers'
test(`Stop works in whatever does not end${apart}`, async ({ page }) => {
  await withoutIsolation(page)
  await page.goto('/scripts')
  const workbench = new Workbench(page)
  await workbench.isReady()
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
  await stopsEverything(workbench, apart)
})

sharedTest('Stop is heard among calls without number', async ({ workbench }) => {
  // Not more at once than its memory holds, however late they are refused.
  await workbench.write(`
waiting = 0
async def call():
    global waiting
    waiting += 1
    try: await tools.invoke_function("waits", {"ms": 20_000})
    except ToolError: print("refused", flush=True)
    waiting -= 1
while True:
    if waiting < 3000: asyncio.ensure_future(call())
    await asyncio.sleep(0)`)
  await workbench.execute()
  await expect(workbench.output).toContainText('refused')
  // The worker reports at most 100 refusals beyond the budget to the page.
  await expect(workbench.toolCalls).toContainText('1,100')
  await workbench.stop()
  await expect(workbench.status).toContainText('Stopped')
  await stillWorks(workbench)
})

sharedTest(
  'a script is ended at its time limit, and its output is kept',
  { tag: '@long' },
  async ({ page, workbench }) => {
    // Scripts that take a core until then have a shorter limit below.
    await workbench.write('# over the limit\nprint("before the limit", flush=True)\nawait asyncio.sleep(600)')
    await workbench.execute()
    await expect(workbench.output).toContainText('Python stopped after 30 s', { timeout: 45_000 })
    await expect(workbench.output).toContainText('before the limit')
    await stillWorks(workbench)
    const rows = await findInHistory(page, 'over the limit')
    await expect(rows).toHaveCount(1)
    await expect(rows).not.toContainText('Running')
  },
)

sharedTest('ten million lines end in the limit on output, not in a frozen page', async ({ workbench }) => {
  await workbench.write('for n in range(10_000_000): print("line", n)')
  await workbench.execute()
  await expect(workbench.output).toContainText('line 100')
  // The page answers while Python prints.
  await expect(workbench.page.getByRole('button', { name: 'Stop', exact: true })).toBeEnabled()
  await workbench.page.getByRole('link', { name: 'History' }).click()
  await expect(workbench.page.getByRole('table', { name: 'Executions' })).toBeVisible()
  await workbench.page.getByRole('link', { name: 'Scripts' }).click()
  await expect(workbench.status).toHaveText(/^(Completed|Timed out)/, { timeout: 45_000 })
  await expect(workbench.output).toContainText(/\d [MG]B left out/)
  await stillWorks(workbench)
})

sharedTest('what is printed beyond the limit is counted to the last byte', async ({ workbench }) => {
  await workbench.run(`
import sys
for n in range(150_000): print("123456789")
for n in range(10_000): print("123456789", file=sys.stderr)
print("end", end="")`)
  await expect(workbench.output).toContainText('The script printed 600 KB more.')
  await expect(workbench.output.getByTitle('600,003 bytes', { exact: true })).toHaveText('600 KB')
  await stillWorks(workbench)
})

editorTest('an interpreter that breaks says where the script was, and is replaced', async ({ workbench }) => {
  await workbench.run(
    'import ctypes\ndef peek(at):\n    return ctypes.string_at(at)\nprint("before")\npeek(0xfffffff0)',
  )
  await expect(workbench.status).toHaveText(/^Python crashed/)
  await expect(workbench.output).toContainText('before')
  await expect(workbench.output).toContainText('line 3, in peek\n    return ctypes.string_at(at)')
  await expect(workbench.output).not.toContainText('Stack (most recent call first)')
  await expect(workbench.page.locator('.failed-line')).toBeVisible()
  await stillWorks(workbench)
})

sharedTest('endless recursion is an ordinary error, also through C', async ({ workbench }) => {
  for (const code of [
    'class A:\n    def __repr__(self): return repr(self)\nrepr(A())',
    'class A:\n    def __str__(self): return f"{self}"\nstr(A())',
    'from functools import lru_cache\n@lru_cache\ndef f(n): return f(n - 1) + f(n - 2)\nf(5)',
    'def f(n): return sorted([1, 2], key=f)\nf(1)',
  ]) {
    await workbench.run(code)
    await expect(workbench.output, code).toContainText('RecursionError')
  }
})

sharedTest(
  'a script that fails shows its own lines, marks one in the editor, and says its exit code',
  async ({ page, workbench }) => {
    await workbench.run('def ratio(a, b):\n    return a / b\n\nratio(1, 0)')
    await expect(workbench.output).toContainText('ZeroDivisionError: division by zero')
    await expect(workbench.output).toContainText('line 2, in ratio')
    await expect(workbench.output).not.toContainText('eliza_runtime')
    await workbench.run('x = 1\ny = = 2')
    await expect(workbench.output).toContainText('SyntaxError: invalid syntax')
    await expect(workbench.output).toContainText('Python could not read the script, so nothing ran.')
    await workbench.run('print("begun")\neval("1 +")')
    await expect(workbench.output).toContainText('SyntaxError: invalid syntax')
    await expect(workbench.output).toContainText('The script stopped at an error that it did not catch.')
    await workbench.run('import sys\nsys.exit(3)')
    await expect(workbench.output).toContainText('exit code 3')
    await expect(page.getByRole('button', { name: 'Execute Python' })).toBeEnabled()
  },
)

sharedTest(
  'values that are no JSON are shown as Python writes them, and falsy ones are results',
  async ({ workbench }) => {
    for (const [code, shown] of [
      ['float("nan")', 'nan'],
      ['b"bytes"', "b'bytes'"],
      ['{"a set"}', 'set(1 item)'],
      ['class Shape: pass\nShape', "<class '__main__.Shape'>"],
      ['loop = []\nloop.append(loop)\nloop', '[[...]]'],
      ['0', '0'],
      ['""', '""'],
      ['False', 'false'],
    ] as const) {
      await workbench.run(code)
      await expect(workbench.result, code).toContainText(shown)
    }
    await workbench.run('{"a set"}')
    await workbench.result.getByRole('button', { name: 'Text' }).click()
    await expect(workbench.result).toContainText("{'a set'}")
    await workbench.run('None')
    await expect(workbench.result).toContainText('No result')
  },
)

sharedTest('hostile text stays text', async ({ page, workbench }) => {
  await page.evaluate(() =>
    Object.assign(window, { times: 0, fooled: () => Reflect.set(window, 'times', 1) }),
  )
  const payload = `<img src=x onerror="fooled()"><script>fooled()</script>`
  await workbench.run(`print('''${payload}''')\n{"html": '''${payload}''', '''${payload}''': 1}`)
  await expect(workbench.output).toContainText('<img src=x')
  await expect(workbench.result).toContainText('<img src=x')
  expect(await page.evaluate(() => Reflect.get(window, 'times'))).toBe(0)
})

sharedTest(
  'a script that needs more memory than its limit fails, is told the limit, and the next one runs',
  async ({ page, workbench }) => {
    for (const code of [
      'x = bytearray(400_000_000)',
      'x = [str(n) for n in range(10_000_000)]',
      'x = {n: [n] for n in range(5_000_000)}',
    ]) {
      await workbench.run(code)
      await expect(workbench.output, code).toContainText('more than the 256 MB of memory')
    }
    await workbench.run('len(bytearray(30_000_000))')
    await expect(workbench.result).toContainText('30000000')
    await openSettings(page)
    await page.getByLabel('Memory limit per run').selectOption('1,024 MB')
    await page.getByRole('link', { name: 'Scripts' }).click()
    await workbench.run('len(bytearray(400_000_000))')
    await expect(workbench.result).toContainText('400000000')
  },
)

sharedTest(
  'an answer for which there is no memory left fails the call, where the script can catch it',
  async ({ workbench }) => {
    const fill = `
held = []
try:
    while True: held.append(bytearray(1_000_000))
except MemoryError:
    print("full")
`
    const call = 'await tools.invoke_function("answers-much", {"characters": 5_000_000})'
    await workbench.run(`${fill}${call}`)
    await expect(workbench.output).toContainText('more than the 256 MB of memory')
    await workbench.run(`${fill}
try:
    ${call}
except MemoryError:
    held.clear()
len(${call})`)
    await expect(workbench.result).toContainText('5000000')
  },
)

sharedTest(
  'a script that has taken the last byte ends for want of memory, whatever comes in then',
  async ({ workbench }) => {
    const fill = `
import json
json.held = []
size = 1_000_000
while size > 64:
    try: json.held.append(bytearray(size))
    except MemoryError: size //= 2
`
    const answer = 'await tools.invoke_function("answers-much", {"characters": 100_000})'
    for (const code of [
      `${fill}${answer}`,
      `task = asyncio.create_task(tools.invoke_function("waits", {"ms": 500}))\nawait asyncio.sleep(0.1)${fill}await task`,
      `${fill}1 / 0`,
    ]) {
      await workbench.run(code)
      await expect(workbench.output, code).toContainText('more than the 256 MB of memory')
    }
    await stillWorks(workbench)
  },
)

sharedTest(
  'arguments that no JSON can hold fail the call, where the script can catch it',
  async ({ workbench }) => {
    await workbench.run(`
for text in ("half an emoji \\ud83d", "x"):
    try:
        await tools.invoke_function("echoes", {"text": text, "n": 1 if text != "x" else float("inf")})
    except ToolInputError as error:
        print("caught", error.code)`)
    await expect(workbench.output).toContainText('caught tool-input-invalid\ncaught tool-input-invalid')
  },
)

sharedTest('files count as memory', async ({ workbench }) => {
  await workbench.run(`
try:
    with open("/tmp/big", "wb") as file:
        for _ in range(300): file.write(b"x" * 1_000_000)
except OSError as error:
    print("full:", error.strerror)
try:
    with open("/tmp/bigger", "wb") as file: file.truncate(400_000_000)
except OSError as error:
    print("full:", error.strerror)
import os
os.remove("/tmp/big")
with open("/tmp/small", "wb") as file: print("again:", file.write(b"x" * 40_000_000))`)
  await expect(workbench.output).toContainText(
    'full: No space left on device\nfull: No space left on device\nagain: 40000000',
  )
})

sharedTest('the time limit can be chosen', async ({ page, workbench }) => {
  await openSettings(page)
  await page.getByLabel('Time limit per run (seconds)').fill('3')
  await page.getByRole('link', { name: 'Scripts' }).click()
  await workbench.run('while True: pass')
  await expect(workbench.output).toContainText('Python stopped after 3 s.')
})

sharedTest(
  'the time limit waits for whoever is asked by input(), and for nobody else',
  async ({ page, workbench }) => {
    await limitRuns(page, 3)
    // A clock is shown beside another one that has something to say.
    await workbench.write(`import time
time.sleep(0.2)
name = input("Name? ")
print("Hello", name, flush=True)
while True: pass`)
    await workbench.execute()
    const field = workbench.output.getByRole('textbox', { name: 'Name?' })
    await expect(field).toBeVisible()
    // Longer than the limit.
    await expect(page.getByText(/your answer (([4-9]|\d\d)(\.\d)? s|\d+ min)/)).toBeVisible()
    await field.fill('Ada')
    await field.press('Enter')
    await expect(workbench.output).toContainText('Hello Ada')
    await workbench.hasEnded()
    await expect(workbench.output).toContainText('Python stopped after 3 s.')
  },
)

sharedTest('no run finds what another left behind', async ({ workbench }) => {
  await workbench.run(`
import json, sys, os
json.dumps = lambda value: "poisoned"
sys.modules["leaked"] = json
open("/tmp/leaked", "w").close()
os.environ["LEAKED"] = "yes"
leaked = 1`)
  await workbench.run(`
import json, sys, os
[json.dumps(1), "leaked" in sys.modules, os.path.exists("/tmp/leaked"), "LEAKED" in os.environ, "leaked" in globals()]`)
  await expect(workbench.result).toContainText('1')
  await expect(workbench.result).not.toContainText(/poisoned|true/)
})

sharedTest('where Python was when it was stopped is told, if the page is isolated', async ({ workbench }) => {
  await workbench.write('def spin():\n    while True: pass\nprint("begun", flush=True)\nspin()')
  // Python has a tenth of a second to tell; on a busy machine it may not get it each time.
  await expect(async () => {
    await workbench.execute()
    await expect(workbench.output).toContainText('begun')
    await workbench.stop()
    await workbench.hasEnded()
    await expect(workbench.output).toContainText(/stopped/i)
    expect(await workbench.output.textContent()).toContain('line 2, in spin')
  }).toPass()
})

editorTest(
  'Ctrl+Enter runs and Escape stops, from the editor and from elsewhere',
  async ({ page, workbench }) => {
    await workbench.write('print("begun", flush=True)\nawait asyncio.sleep(25)')
    for (const focus of [
      page.getByRole('textbox', { name: 'Python script' }),
      page.getByRole('link', { name: 'Scripts' }),
    ]) {
      await focus.focus()
      await workbench.begins(() => page.keyboard.press('Control+Enter'))
      await expect(workbench.status).toHaveText('Running')
      await expect(workbench.output).toContainText('begun')
      await focus.focus()
      await page.keyboard.press('Escape')
      await expect(workbench.status).toContainText('Stopped')
    }
  },
)

editorTest(
  'a script too long for the log is refused before it runs, and kept',
  async ({ page, workbench }) => {
    const line = `# ${'x'.repeat(97)}\n`
    // A browser's own text field takes up to a minute for so many lines at once.
    await expect(page.locator('.monaco-editor .view-lines')).toBeVisible()
    const shown = await workbench.status.getAttribute('data-execution')
    await workbench.write(`${line.repeat(5000)}"one character " + "too many"`)
    const refusal = page.getByText('at most 500,000 can be run and logged')
    await expect(refusal).toBeVisible()
    await expect(page.getByRole('button', { name: 'Execute Python' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await page.keyboard.press('Control+Enter')
    expect(await workbench.status.getAttribute('data-execution')).toBe(shown)
    await stillWorks(workbench)
    await expect(refusal).toHaveCount(0)
  },
)
