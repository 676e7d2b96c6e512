import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { errorTable, type ErrorCode } from '../../contract/errors.ts'
import { toolManifest } from '../../contract/tools/manifest.ts'
import { startPython } from './startPython.ts'

let python: Awaited<ReturnType<typeof startPython>>
const calls: { tool: string; arguments: unknown }[] = []
let reply: (tool: string, argumentsJson: string) => Promise<string>

/** How a stream continues after its text: the reply that ends it, or null if it goes on. */
let streamEnd: string | null
let cancelled = 0

beforeAll(async () => {
  python = await startPython(
    async (tool, argumentsJson, { onText }) => {
      calls.push({ tool, arguments: JSON.parse(argumentsJson) })
      if (!tool.endsWith('_stream')) return reply(tool, argumentsJson)
      const end = streamEnd
      for (const text of ['Half ', 'an ', 'answer']) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        onText(text)
      }
      return end ?? new Promise<string>(() => {})
    },
    () => cancelled++,
  )
}, 60_000)
beforeEach(() => {
  calls.length = 0
  reply = async () => '{"ok":{"answer":42}}'
  streamEnd = '{"ok":{}}'
  cancelled = 0
})

const resultOf = async (source: string): Promise<unknown> => {
  const outcome = await python.run(source)
  expect(outcome, outcome.traceback ?? '').toMatchObject({ status: 'completed' })
  return JSON.parse(outcome.result?.['application/json'] ?? 'null')
}

test('every tool of the manifest is a method whose docstring holds its summary', async () => {
  const documented = await resultOf(
    '{name: getattr(type(tools), name).__doc__ for name in dir(tools) if not name.startswith("_")}',
  )
  expect(Object.keys(documented as object).toSorted()).toEqual(
    toolManifest.map(({ name }) => name).toSorted(),
  )
  for (const { name, summary } of toolManifest)
    expect(documented).toHaveProperty(name, expect.stringContaining(summary))
})

test('a call sends its arguments by name, defaults included, and gives the answer', async () => {
  expect(await resultOf('await tools.match_memories("mining")')).toEqual({ answer: 42 })
  expect(calls).toEqual([{ tool: 'match_memories', arguments: { query: 'mining', limit: 10, threshold: 0 } }])
})

test('gathered calls are under way together', async () => {
  let underWay = 0
  let most = 0
  reply = async () => {
    most = Math.max(most, ++underWay)
    // No call is answered before all have started.
    await expect.poll(() => most).toBe(5)
    underWay--
    return '{"ok":1}'
  }
  expect(await resultOf('await asyncio.gather(*[tools.match_memories("x") for _ in range(5)])')).toEqual([
    1, 1, 1, 1, 1,
  ])
  expect(most).toBe(5)
})

describe('a fault of each code is raised as its class, and as the nearest builtin', () => {
  const builtinOf = {
    ToolError: 'Exception',
    ToolTimeout: 'TimeoutError',
    ToolDenied: 'PermissionError',
    ToolInputError: 'ValueError',
    ToolUnavailable: 'ConnectionError',
  } as const
  test.for(Object.keys(errorTable) as ErrorCode[])('%s', async (code) => {
    const { pythonClass, status, retryable, sentence } = errorTable[code]
    reply = async () => JSON.stringify({ error: { code, pythonClass, status, retryable, message: sentence } })
    const source = [
      'try:',
      '    await tools.browse_web("https://example.com")',
      `except ${builtinOf[pythonClass]} as error:`,
      '    caught = [type(error).__name__, isinstance(error, ToolError), error.tool, error.code, error.status, error.retryable, str(error)]',
      'caught',
    ].join('\n')
    expect(await resultOf(source)).toEqual([
      pythonClass,
      true,
      'browse_web',
      code,
      status,
      retryable,
      sentence,
    ])
  })
})

test('an uncaught fault fails the run at the line of the call', async () => {
  reply = async () =>
    JSON.stringify({
      error: {
        code: 'tool-timed-out',
        pythonClass: 'ToolTimeout',
        status: 504,
        retryable: true,
        message: 'Too late.',
      },
    })
  const outcome = await python.run('x = 1\nawait tools.browse_web("https://example.com")')
  expect(outcome).toMatchObject({ status: 'failed', line: 2, message: 'ToolTimeout: Too late.' })
  expect(outcome.traceback).toContain('\neliza_tools.ToolTimeout: Too late.')
  expect(outcome.traceback).not.toContain('bridge')
})

const tooDeep = '[deep := [], [deep := [deep] for _ in range(1000)], deep][2]'

test.for([
  tooDeep,
  '{1, 2}',
  'float("nan")',
  'b"x"',
  'object()',
  '(a := [], a.append(a))[0]',
  '{1: 0, "1": 0}',
  '[{None: 0, "null": 0}]',
])('an argument that is no JSON is refused before it is sent: %s', async (value) => {
  const outcome = await python.run(`await tools.invoke_function("echoes", {"value": ${value}})`)
  expect(outcome.message).toMatch(
    /^ToolInputError: invoke_function\(\): the arguments cannot be sent as JSON/,
  )
  expect(calls).toEqual([])
})

test('numbers and keys go and come as they were written', async () => {
  const value = '{"2031": 2**60 + 1, "2029": 5.0, "z": -0.0, "__proto__": 1e22, 7: [(1, 2)]}'
  reply = async (_tool, argumentsJson) => `{"ok":${argumentsJson}}`
  const json = '{"2031":1152921504606846977,"2029":5.0,"z":-0.0,"__proto__":1e+22,"7":[[1,2]]}'
  const answer = await python.run(`(await tools.invoke_function("echoes", ${value}))["payload"]`)
  expect(answer.result?.['application/json']).toBe(json)
})

test('an answer with more digits than Python reads is an error of the call', async () => {
  reply = async () => `{"ok":${'1'.repeat(5_000)}}`
  const outcome = await python.run('await tools.invoke_function("echoes")')
  expect(outcome.message).toMatch(
    /^ToolError: invoke_function\(\): Python cannot read the answer: Exceeds the limit/,
  )
})

test('an error survives copying', async () => {
  const source = [
    'import copy',
    'error = copy.copy(ToolTimeout("late", tool="browse_web", code="tool-timed-out", status=504, retryable=True))',
    '[str(error), error.tool, error.code, error.status, error.retryable]',
  ].join('\n')
  expect(await resultOf(source)).toEqual(['late', 'browse_web', 'tool-timed-out', 504, true])
})

test("the manifest's examples run as they stand", async () => {
  const answer = {
    hash: 1,
    title: 't',
    response: 'r',
    content: 'c',
    id: 'i',
    entities: [],
    audio_base64: '',
    text: '',
  }
  reply = async () => JSON.stringify({ ok: answer })
  for (const { name, example } of toolManifest) {
    expect(await python.run(example)).toMatchObject({ status: 'completed' })
    expect(calls.at(-1)?.tool).toBe(name)
  }
})

describe('a stream', () => {
  test('is an async generator of its text', async () => {
    expect(await resultOf('[text async for text in tools.ai_chat_stream("hello")]')).toEqual([
      'Half ',
      'an ',
      'answer',
    ])
    expect(calls).toMatchObject([{ tool: 'ai_chat_stream', arguments: { message: 'hello' } }])
    expect(cancelled).toBe(0)
  })

  test('raises what it fails by, after the text that came', async () => {
    const fault = { code: 'upstream-failed', pythonClass: 'ToolUnavailable', message: 'Gone.', status: 502 }
    streamEnd = JSON.stringify({ error: { ...fault, retryable: true } })
    const code = `
got = []
try:
    async for text in tools.ai_chat_stream("hello"):
        got.append(text)
except ToolUnavailable as error:
    got.append(error.code)
got`
    expect(await resultOf(code)).toEqual(['Half ', 'an ', 'answer', 'upstream-failed'])
  })

  test('that is left early is ended, also by a timeout', async () => {
    streamEnd = null
    const code = `
from contextlib import aclosing
async with aclosing(tools.ai_chat_stream("hello")) as texts:
    async for first in texts:
        break
async def listen():
    return [text async for text in tools.ai_chat_stream("hello")]
try:
    await asyncio.wait_for(listen(), 0.1)
except TimeoutError:
    first += "and no more"
first`
    expect(await resultOf(code)).toBe('Half and no more')
    expect(cancelled).toBe(2)
  })
})
