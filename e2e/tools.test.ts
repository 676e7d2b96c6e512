/** Tools called from a script: real edge functions, all at once, and every way in which they fail. */
import { deepestRun } from '../contract/run/pythonExecutor.ts'
import { scriptsInScripts } from '../dev/check/scriptsInScripts.ts'
import { expect, findInHistory, sharedTest, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

sharedTest('three calls are under way at once, to the function and back', async ({ workbench }) => {
  await workbench.run(`
# None is answered before all are there.
answers = await asyncio.gather(*[tools.invoke_function("meets", {"n": n, "of": 3}) for n in range(3)])
[answer["n"] for answer in answers] == [0, 1, 2]`)
  await expect(workbench.result).toContainText('true')
  await expect(workbench.toolCalls).toContainText('invoke_function')
})

sharedTest(
  'answers, timers and prints come while another task takes every turn there is',
  async ({ workbench }) => {
    await workbench.run(`
turns = 0
async def spin():
    global turns
    while True:
        turns += 1
        await asyncio.sleep(0)
spinning = asyncio.create_task(spin())
for _ in range(3):
    await tools.remember("in the middle of turns")
    before = turns
    async with asyncio.timeout(10):
        while turns <= before + 10: await asyncio.sleep(0.05)
    print("turned meanwhile:", turns > before + 10)
spinning.cancel()`)
    await expect(workbench.status).toHaveText(/^Completed/)
    await expect(workbench.output).toContainText(
      'turned meanwhile: True\nturned meanwhile: True\nturned meanwhile: True',
    )
  },
)

sharedTest(
  'hundreds of calls can all be looked at, and few of them are in the page',
  async ({ workbench }) => {
    await workbench.run(`
answers = await asyncio.gather(*[tools.invoke_function("echoes", {"n": n}) for n in range(300)])
len(answers)`)
    await expect(workbench.result).toContainText('300')
    const calls = workbench.toolCalls.locator('li[aria-posinset]')
    await expect(calls.first()).toContainText('Completed')
    expect(await calls.count()).toBeLessThan(100)
    await workbench.toolCalls.getByRole('list').evaluate((list) => {
      if (list.parentElement) list.parentElement.scrollTop = list.scrollHeight
    })
    const last = calls.last()
    await expect(last).toHaveAttribute('aria-posinset', '300')
    await last.getByRole('button').click()
    await expect(last).toContainText('Arguments')
    await expect(last).toContainText('299')
  },
)

sharedTest('mining, web and memory answer a script', async ({ page, workbench, twins }) => {
  await workbench.run(`
stored = await tools.remember("The journey crossed a moonlit viaduct", importance=0.9)
mining, page, found = await asyncio.gather(
    tools.get_mining_stats(),
    tools.browse_web("http://${twins.hostPort}/article"),
    tools.match_memories("viaducts"),
)
print(mining["scope"], mining["hash"] > 0, page["title"] != "", found[0]["id"] == stored["id"])`)
  await expect(workbench.output).toContainText('pool True True True')

  await test.step('and the history shows the calls on a time axis', async () => {
    const rows = await findInHistory(page, 'moonlit viaduct')
    await rows.getByRole('link').first().click()
    for (const tool of ['remember', 'get_mining_stats', 'browse_web', 'match_memories']) {
      await expect(page.getByRole('region', { name: 'Tool calls' }).getByText(tool).first()).toBeVisible()
    }
  })
})

const failures: readonly [what: string, call: string, caught: string][] = [
  [
    'an unknown function',
    'tools.invoke_function("nobody_home")',
    'ToolInputError ValueError function-not-found 404',
  ],
  ['a wrong argument type', 'tools.match_memories(42)', 'ToolInputError ValueError tool-input-invalid 400'],
  ['a 5 MB argument', 'tools.remember("x" * 5_000_000)', 'ToolInputError ValueError request-too-large 413'],
  ['an answer of 500', 'tools.invoke_function("answers-500")', 'ToolError Exception function-failed 500'],
  [
    'an answer of HTML',
    'tools.invoke_function("answers-html")',
    'ToolUnavailable ConnectionError response-malformed 502',
  ],
  [
    'no answer at all',
    'tools.invoke_function("answers-nothing")',
    'ToolUnavailable ConnectionError response-malformed 502',
  ],
  [
    'a private address',
    'tools.browse_web("http://169.254.169.254/")',
    'ToolDenied PermissionError address-refused 403',
  ],
]
sharedTest(
  'each failure is an exception that a script can catch, by its builtin too',
  async ({ workbench }) => {
    const builtins = 'ValueError, PermissionError, TimeoutError, ConnectionError, Exception'
    await workbench.run(
      [
        'async def caught(call):',
        '    try:',
        '        return await call',
        '    except ToolError as error:',
        `        builtin = next(kind for kind in (${builtins}) if isinstance(error, kind))`,
        '        return f"{type(error).__name__} {builtin.__name__} {error.code} {error.status}"',
        '',
        ...failures.map(([, call]) => `print(await caught(${call}))`),
      ].join('\n'),
    )
    for (const [what, , caught] of failures) await expect(workbench.output, what).toContainText(caught)
  },
)

sharedTest('a function that answers late is a ToolTimeout', { tag: '@long' }, async ({ workbench }) => {
  await workbench.run(`
try:
    await tools.invoke_function("answers-late", {"ms": 60_000})
except TimeoutError as error:
    print(type(error).__name__, error.code, error.retryable)`)
  await expect(workbench.output).toContainText('ToolTimeout tool-timed-out True', { timeout: 40_000 })
})

sharedTest('a function that ends its process is started again', async ({ workbench }) => {
  await workbench.run(`
try:
    await tools.invoke_function("crashes")
except ConnectionError as error:
    print("down:", error.code)
for attempt in range(40):
    try:
        print("up:", await tools.invoke_function("echoes", {"attempt": 1}))
        break
    except ConnectionError:
        await asyncio.sleep(0.25)`)
  await expect(workbench.output).toContainText('down: ')
  await expect(workbench.output).toContainText("up: {'attempt': 1}")
})

sharedTest(
  'an AI model answers a script, and the history keeps who answered, who failed and what it cost',
  async ({ page, workbench, ai }) => {
    ai.behave({ openai: 'is-overloaded' })
    await workbench.run(`
answer = await tools.ai_chat("Who goes there?")
print(answer["response"], answer["usage"]["cost"])
print([(attempt["provider"], attempt["failure"]) for attempt in answer["attempts"]])`)
    await expect(workbench.output).toContainText('gemini heard: Who goes there? 0.0008')
    await expect(workbench.output).toContainText("[('openai', 'server-error'), ('gemini', None)]")

    await test.step('and the log holds it', async () => {
      const rows = await findInHistory(page, 'Who goes there?')
      await rows.getByRole('link').first().click()
      const calls = page.getByRole('region', { name: 'Tool calls' })
      await calls.getByText('ai_chat').first().click()
      await expect(calls).toContainText('gemini-3.5-flash-lite')
      await expect(calls).toContainText('0.0008')
    })
  },
)

sharedTest(
  'an answer is streamed into the output, and who stops listening ends the question',
  async ({ workbench, ai }) => {
    ai.behave({})
    await workbench.run(`
pieces = 0
async for text in tools.ai_chat_stream("one two three"):
    print(text, end="", flush=True)
    pieces += 1
pieces > 2`)
    await expect(workbench.output).toContainText('openai heard: one two three')
    await expect(workbench.result).toContainText('true')
    await expect(workbench.toolCalls).toContainText('ai_chat_stream')

    ai.behave({ openai: 'stalls-midway' })
    await workbench.run(`
from contextlib import aclosing
async with aclosing(tools.ai_chat_stream("hello")) as texts:
    async for text in texts:
        break
text`)
    await expect(workbench.result).toContainText('Half')
    await expect.poll(() => ai.requests.map(({ isAborted }) => isAborted)).toEqual([true])
  },
)

sharedTest('speech plays in the output, and what it says can be written down', async ({ workbench }) => {
  await workbench.run(`
speech = await tools.text_to_speech("Hello there.", audio_format="wav")
heard = await tools.speech_to_text(speech["audio_base64"])
print(heard["text"])
display(speech)
speech`)
  await expect(workbench.output).toContainText('What was said.')
  for (const player of [workbench.result.locator('audio'), workbench.output.locator('audio')]) {
    await expect(player).toBeVisible()
    await expect(player).toHaveJSProperty('duration', 0.25)
  }
})

sharedTest('Stop ends the question at the provider, too', async ({ workbench, ai }) => {
  ai.behave({ kimi: 'hangs' })
  await workbench.write('await tools.kimi_chat([{"role": "user", "content": "hello"}])')
  await workbench.execute()
  await expect.poll(() => ai.requests.length).toBe(1)
  await workbench.stop()
  await workbench.hasEnded()
  await expect(workbench.status).toHaveText(/^Stopped/)
  await expect.poll(() => ai.requests[0]?.isAborted).toBe(true)
})

test('while the list of tools cannot be loaded, a call says so, and the next run tries again', async ({
  page,
}) => {
  await page.route('**/assets/createToolHost-*.js', (route) => route.abort())
  await page.goto('/scripts')
  const workbench = new Workbench(page)
  await workbench.isReady()
  const script = `
try:
    print("found", await tools.invoke_function("echoes", {"a": 1}))
except ConnectionError as error:
    print(type(error).__name__, error.code, error)`
  await workbench.run(script)
  await expect(workbench.output).toContainText(
    'ToolUnavailable backend-unreachable The list of tools could not be loaded.',
  )
  await page.unroute('**/assets/createToolHost-*.js')
  await workbench.run(script)
  await expect(workbench.output).toContainText("found {'a': 1}")
})

sharedTest(
  'a script that runs scripts on the server, which run scripts, comes to an end',
  async ({ workbench }) => {
    await workbench.run(scriptsInScripts(deepestRun + 4))
    // The page's own level is one more than those of the server.
    await expect(workbench.result).toContainText(`${'level '.repeat(deepestRun + 2)}calls-too-deep`)
  },
)
