/** Scripts that run on the server, from the same page: streamed, stopped, found again. */
import type { Page } from '@playwright/test'
import { expect, findInHistory, sharedTest, test as ownTest } from './journey.ts'

const runOnServer = (page: Page) =>
  page.getByRole('combobox', { name: 'Run in' }).selectOption({ label: 'On the server' })

const test = sharedTest.extend({
  workbench: async ({ workbench, page }, provide) => {
    await runOnServer(page)
    await provide(workbench)
  },
})

test('a script on the server is shown as one in the browser, and the history says where it ran', async ({
  page,
  workbench,
}) => {
  await workbench.run(`
print("from far away")
display({"text/markdown": "**bold**", "text/plain": "bold"}, raw=True)
progress(0.5, "half")
answers = await asyncio.gather(*[tools.invoke_function("echoes", {"n": n}) for n in range(3)])
{"sum": sum(answer["n"] for answer in answers)}`)
  await expect(workbench.status).toContainText(/^Completed in/)
  await expect(workbench.output).toContainText('from far away')
  await expect(workbench.output.getByText('bold', { exact: true })).toBeVisible()
  await expect(workbench.result).toContainText('sum')
  await expect(workbench.toolCalls).toContainText('invoke_function')

  const rows = await findInHistory(page, 'from far away')
  await expect(rows).toHaveCount(1)
  await expect(rows.first()).toContainText('Editor, server')
  await rows.getByRole('link').first().click()
  await expect(page.getByText('on the server')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Tool calls' })).toContainText('invoke_function')
})

test('output comes while the script runs, and Stop ends it there, too', async ({ page, workbench }) => {
  const script = 'print("tick, far away")\nwhile True:\n    pass'
  await workbench.write(script)
  await workbench.execute()
  await expect(workbench.output).toContainText('tick, far away')
  await expect(workbench.status).toHaveText('Running')
  await expect(page.getByRole('combobox', { name: 'Run in' })).toBeDisabled()
  await workbench.stop()
  await expect(workbench.status).toContainText(/^Stopped/)
  await expect(workbench.output).toContainText('tick, far away')
  const rows = await findInHistory(page, 'tick, far away')
  await expect(rows.first()).toContainText('Stopped')
})

test('a failure marks its line, and what the server has not is said', async ({ workbench }) => {
  await workbench.run('print("so far")\n1 / 0')
  await expect(workbench.output).toContainText('ZeroDivisionError: division by zero')
  await workbench.run('import numpy')
  await expect(workbench.output).toContainText('There is no module named numpy here.')
  await workbench.run(`
import fileinput, getpass, sys
def attempt(name, ask):
    try: print(name, "gives", repr(ask()))
    except OSError as error: print(name, error)
attempt("getpass", getpass.getpass)
for name, ask in {
    "input": lambda: input("Who?"), "readline": sys.stdin.readline, "read": sys.stdin.read, "loop": lambda: [*sys.stdin],
    "buffer": sys.stdin.buffer.read, "fileinput": lambda: [*fileinput.input()], "open": lambda: open(0).read(),
    "raw": lambda: __import__("os").read(0, 9),
}.items(): attempt(name, ask)
input("Who?")`)
  for (const name of ['getpass', 'input', 'readline', 'read', 'loop', 'buffer', 'fileinput', 'open'])
    await expect(workbench.output).toContainText(
      new RegExp(`${name} .*cannot ask on the server: nobody is there to answer`),
    )
  await expect(workbench.output).toContainText(/raw .*I\/O error/)
  await expect(workbench.output).not.toContainText(' gives ')
})

ownTest(
  'the choice stays, and the browser runs the next script when it is taken back',
  async ({ page, workbench }) => {
    await runOnServer(page)
    await page.reload()
    await workbench.isReady()
    const choice = page.getByRole('combobox', { name: 'Run in' })
    await expect(choice).toHaveValue('true')
    await choice.selectOption({ label: 'In this browser' })
    await workbench.run('"ran near " + "by"')
    await expect(workbench.result).toContainText('ran near by')
    const rows = await findInHistory(page, 'ran near ')
    await expect(rows.first()).toContainText('Editor')
    await expect(rows.first()).not.toContainText('server')
  },
)

test('a server that cannot run it says so, and the script is kept', async ({ page, workbench }) => {
  await page.route('**/functions/v1/python-executor', (route) =>
    route.fulfill({
      status: 501,
      json: { error: { code: 'executor-missing', message: 'This server cannot run Python itself.' } },
    }),
  )
  await workbench.run('"kept"')
  await expect(workbench.status).toHaveText('Not started')
  await expect(workbench.output).toContainText('This server cannot run Python itself.')
})

test('a server that goes away in the middle is noticed', async ({ backend, workbench }) => {
  await workbench.write('print("begun here")\nwhile True:\n    pass')
  await workbench.execute()
  await expect(workbench.output).toContainText('begun here')
  backend.killFunctions()
  await expect(workbench.status).toContainText(/^Interrupted/)
  await expect(workbench.output).toContainText('The connection to the server was lost')
  await expect(workbench.output).toContainText('begun here')
  // The journeys after this one have them again.
  const functions = async () => (await (await fetch(`${backend.url}/health`)).json()).functions
  await expect.poll(functions, { timeout: 60_000 }).toBe('ready')
})
