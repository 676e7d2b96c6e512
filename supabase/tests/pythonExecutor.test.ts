import { beforeAll, describe, expect, test } from 'vitest'
import { errorTable, readErrorBody } from '../../contract/errors.ts'
import {
  deepestRun,
  depthHeader,
  type PythonAnswer,
  pythonAnswer,
} from '../../contract/run/pythonExecutor.ts'
import { limits } from '../../contract/run/workerProtocol.ts'
import { buildPythonAssets } from '../../dev/build/buildPythonAssets.ts'
import { sharedBackend } from '../../dev/test/sharedBackend.ts'
import { signUpTestUser, type TestUser } from '../../dev/test/signUpTestUser.ts'
import { callFunction } from './callFunction.ts'
import { scriptsInScripts } from '../../dev/check/scriptsInScripts.ts'

const backend = sharedBackend
let user: TestUser

beforeAll(async () => {
  await buildPythonAssets()
  user = await signUpTestUser(backend)
})

const ask = (request: unknown, token = user.accessToken) =>
  callFunction('python-executor', request, { token })

async function run(code: string, more: object = {}): Promise<PythonAnswer> {
  const { status, body } = await ask({ code, ...more })
  expect({ status, body }).toMatchObject({ status: 200 })
  return pythonAnswer.parse(body)
}

const rowOf = async (id: string) =>
  (await user.client.from('eliza_python_executions').select('*').eq('id', id).single()).data

describe('a run', () => {
  test('gives result, output and calls, and stands in the caller’s log as one of the server', async () => {
    const code = 'found = await tools.match_memories("anything")\nprint("some", len(found))\n{"n": 6 * 7}'
    const conversationId = crypto.randomUUID()
    const answer = await run(code, {
      workflow_id: 'flow',
      source: 'ai-chat',
      conversation_id: conversationId,
      metadata: { asked: 'by a test', 'n\0l': '\0' },
    })
    expect(answer).toMatchObject({
      status: 'completed',
      result: { n: 42 },
      result_mime: 'application/json',
      output: 'some 0\n',
      error_code: null,
      error_message: null,
      exit_code: 0,
      tool_calls: [{ seq: 0, tool: 'match_memories', function_name: 'match_memories', status: 'completed' }],
    })
    const row = await rowOf(answer.execution_id)
    expect(row).toMatchObject({
      user_id: user.userId,
      executor: 'edge',
      status: 'completed',
      result: { n: 42 },
      output: 'some 0\n',
      code,
      workflow_id: 'flow',
      source: 'ai-chat',
      conversation_id: conversationId,
      metadata: { asked: 'by a test', 'n␀l': '␀' },
    })
    expect(Math.abs(Date.parse(row.finished_at) - Date.now())).toBeLessThan(60_000)
    const calls = await user.client.from('eliza_tool_calls').select('*').eq('execution_id', row.id)
    expect(calls.data).toMatchObject([
      { tool: 'match_memories', request: { query: 'anything', limit: 10 }, response: [], occurrence: 0 },
    ])
  })

  test.each(['0', '""', 'False', '[]', '{}', '0.0'])('%s is a result', async (code) => {
    expect(await run(code)).toMatchObject({ result: JSON.parse(code.toLowerCase()), status: 'completed' })
  })

  test('that fails is answered with 200, its traceback and what it had printed', async () => {
    const answer = await run('print("before")\nnone = None\nnone.x')
    expect(answer).toMatchObject({
      status: 'failed',
      result: null,
      output: 'before\n',
      error_code: 'exception',
      error_message: "AttributeError: 'NoneType' object has no attribute 'x'",
      exit_code: 1,
    })
    expect(answer.traceback).toContain('File "script.py", line 3')
  })

  test('finds nothing of the one before', async () => {
    await run(
      'import sys, os, builtins\nsys.mark = os.environ["MARK"] = builtins.mark = 1\nopen("mark", "w").write("1")',
    )
    const look =
      'import sys, os, builtins\n[hasattr(sys, "mark"), "MARK" in os.environ, hasattr(builtins, "mark"), os.path.exists("mark")]'
    expect((await run(look)).result).toEqual([false, false, false, false])
  })

  test('ends at its time limit, whatever it does', async () => {
    for (const code of [
      'while True: pass',
      'sum(range(10**12))',
      'import asyncio\nawait asyncio.sleep(60)',
    ]) {
      expect(await run(`print("so far")\n${code}`, { timeout_seconds: 1 })).toMatchObject({
        status: 'failed',
        error_code: 'timed-out',
        error_message: 'Python stopped after 1 s.',
        output: 'so far\n',
      })
    }
  })

  test('has the memory it asked for and no more', async () => {
    const code = 'len(bytearray(150_000_000))'
    expect(await run(code, { memory_mb: 50 })).toMatchObject({ error_code: 'out-of-memory' })
    expect(await run(code)).toMatchObject({ result: 150_000_000 })
  })

  test('has by default the memory that xz needs, also again', async () => {
    const code =
      'import io, lzma, tarfile\nfor _ in range(3):\n    lzma.decompress(lzma.compress(b"a"))\n    tarfile.open(fileobj=io.BytesIO(), mode="w:xz").close()'
    expect(await run(code)).toMatchObject({ status: 'completed', error_message: null })
  })

  test.each(['', '  \n', '\uFEFF', '# nothing'])('of %j completes without a result', async (code) => {
    expect(await run(code)).toMatchObject({ status: 'completed', result: null, output: '' })
  })

  // Here Python is suspended while a loop of the script waits. In python/tests/program.test.ts it cannot be.
  test.each([
    [
      'asyncio.run, with tools',
      'async def main():\n    return [len(await tools.match_memories("anything")), len(asyncio.all_tasks())]\nasyncio.run(main(), debug=True)',
      [0, 1],
    ],
    [
      'many tasks in it',
      'async def main():\n    return await asyncio.gather(*[asyncio.wait_for(tools.match_memories("any"), 20) for _ in range(3)])\nasyncio.run(main())',
      [[], [], []],
    ],
    [
      'a graceful shutdown in it',
      'async def serve():\n    try: await asyncio.sleep(60)\n    finally: print("closed")\nasync def main():\n    asyncio.create_task(serve())\n    await asyncio.sleep(0.01)\n    others = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]\n    for other in others: other.cancel()\n    return await asyncio.gather(*others, return_exceptions=True)\nlen(asyncio.run(main()))',
      1,
    ],
    [
      'run_until_complete of the script’s own loop, with a graceful shutdown',
      'async def main():\n    return [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]\nasyncio.get_event_loop().run_until_complete(main())',
      [],
    ],
    [
      'run_forever of the script’s own loop',
      'loop = asyncio.get_event_loop()\nseen = []\nloop.call_later(0.01, seen.append, 1)\nloop.call_later(0.05, loop.stop)\nloop.run_forever()\nseen',
      [1],
    ],
    [
      'time.sleep in a loop',
      'import time\nasync def main():\n    time.sleep(0.05)\n    return 1\nasyncio.run(main())',
      1,
    ],
    [
      'a loop inside an async function of the script',
      'async def inner(): return await tools.match_memories("any")\nasync def outer():\n    task = asyncio.create_task(asyncio.sleep(0.01, 2))\n    return [asyncio.run(inner()), await task]\nawait outer()',
      [[], 2],
    ],
  ])('may make loops: %s', async (_name, code, result) => {
    expect(await run(code)).toMatchObject({ error_message: null, status: 'completed', result })
  })

  test('that is stopped at its time limit in a loop of its own may clean up', async () => {
    const main =
      'async def main():\n    try:\n        await asyncio.sleep(60)\n    finally:\n        print("cleaned up")\n'
    for (const code of [
      `${main}asyncio.run(main())`,
      `${main}loop = asyncio.new_event_loop()\nloop.create_task(main())\nloop.run_forever()`,
    ])
      expect(await run(code, { timeout_seconds: 1 })).toMatchObject({
        error_code: 'timed-out',
        output: 'cleaned up\n',
      })
  })

  test('recurses 1,000 calls deep; through C the stack ends before, by an ordinary error', async () => {
    expect(await run('def f(n): return 1 + f(n - 1) if n else 0\nf(950)')).toMatchObject({ result: 950 })
    for (const code of [
      'def f(): f()\nf()',
      'class A:\n    def __repr__(self): return repr(self)\nrepr(A())',
      'class A:\n    def __str__(self): return f"{self}"\nstr(A())',
      'from functools import lru_cache\n@lru_cache\ndef f(n): return f(n - 1)\nf(5)',
      'def f(n): return sorted([1, 2], key=f)\nf(1)',
      'import re\ndef f(match): return re.sub("a", f, "a")\nf(None)',
      'class A:\n    def __call__(self): return self()\nawait asyncio.sleep(0)\nA()()',
      'import asyncio\nclass A:\n    def __eq__(self, other): return [A()] == [A()]\nasync def main():\n    await asyncio.sleep(0)\n    A() == 1\nasyncio.run(main())',
    ])
      expect((await run(code)).error_message, code).toMatch(/^RecursionError/)
    const nested =
      'import json, pickle\nnested = []\nfor _ in range(1_000): nested = [nested]\n[len(json.dumps(nested)), len(repr(nested)), json.loads(json.dumps(nested)) == nested, pickle.loads(pickle.dumps(nested)) == nested]'
    expect(await run(nested)).toMatchObject({ result: [2002, 2002, true, true] })
  })

  test('has no person to ask and no packages, and is told so', async () => {
    expect((await run('input("Who?")')).error_message).toContain('input() cannot ask on the server')
    const { output } = await run('try:\n    import numpy\nexcept ImportError as error:\n    print(error)')
    expect(output).toContain('no module named numpy here')
    expect(output).toContain('in the browser')
    expect(await run('# requirements: cowsay\nprint("begun")')).toMatchObject({
      error_code: 'packages-unavailable',
      error_message: expect.stringContaining('cowsay is not available here'),
      output: '',
    })
  })

  test('whose caller goes away is stopped and settled', async () => {
    const leaving = new AbortController()
    const marker = 'print("somebody left")'
    const left = callFunction(
      'python-executor',
      { code: `${marker}\nwhile True: pass`, timeout_seconds: 600 },
      { token: user.accessToken, signal: leaving.signal },
    ).catch((error: unknown) => error)
    const find = async () => {
      const rows = user.client.from('eliza_python_executions').select('status, error_code')
      return (await rows.like('code', `${marker}%`)).data
    }
    await expect.poll(find).toEqual([{ status: 'running', error_code: null }])
    leaving.abort()
    await left
    await expect.poll(find).toEqual([{ status: 'failed', error_code: 'stopped' }])
  })
})

describe('a caller', () => {
  test.each([
    [{}, 'code'],
    [{ code: 1 }, 'code'],
    [{ code: 'x'.repeat(limits.codeCharacters + 1) }, 'code'],
    [{ code: '1', timeout_seconds: 0 }, 'timeout_seconds'],
    [{ code: '1', timeout_seconds: 601 }, 'timeout_seconds'],
    [{ code: '1', timeout_seconds: 1.5 }, 'timeout_seconds'],
    [{ code: '1', memory_mb: 51 }, 'memory_mb'],
    [{ code: '1', source: 'nobody' }, 'source'],
    [{ code: '1', workflow_id: 'x'.repeat(201) }, 'workflow_id'],
    [{ code: '1', metadata: [] }, 'metadata'],
    [{ code: '1', metadata: { a: 'x'.repeat(10_000) } }, 'metadata'],
    [{ code: '1', user_id: 'somebody' }, 'user_id'],
    [[], 'expected object'],
    ['not JSON', 'not JSON'],
  ])('is refused %o', async (request, complaint) => {
    const { status, body } = await ask(request)
    expect(status).toBe(400)
    expect(readErrorBody(body)).toMatchObject({
      code: 'tool-input-invalid',
      message: expect.stringContaining(complaint),
    })
  })

  test('without a valid token is refused, and nothing runs', async () => {
    expect((await ask({ code: '1' }, 'x.y.z')).status).toBe(401)
    expect((await callFunction('python-executor', { code: '1' })).status).toBe(401)
    expect(
      (await callFunction('python-executor', {}, { token: user.accessToken, method: 'GET' })).status,
    ).toBe(405)
  })

  test('has tools called in its own name alone', async () => {
    const other = await signUpTestUser(backend)
    await other.client.from('memories').insert({ content: 'a secret of somebody else' })
    await user.client.from('memories').insert({ content: 'a secret of my own' })
    const { result } = await run('[each["content"] for each in await tools.match_memories("secret")]')
    expect(result).toEqual(['a secret of my own'])
    const mine = await run('1')
    const { data } = await other.client
      .from('eliza_python_executions')
      .select('id')
      .eq('id', mine.execution_id)
    expect(data).toEqual([])
  })
})

describe('tools', () => {
  test('fail as they do in the browser, and can be caught', async () => {
    const code = `
for call in [lambda: tools.match_memories(42), lambda: tools.invoke_function("nobody-home"), lambda: tools.invoke_function("answers-500")]:
    try:
        await call()
    except ToolError as error:
        print(type(error).__name__, error.code, error.status)`
    const { output, tool_calls: calls } = await run(code)
    expect(output.split('\n')).toEqual([
      'ToolInputError tool-input-invalid 400',
      'ToolInputError function-not-found 404',
      'ToolError function-failed 500',
      '',
    ])
    expect(calls.map(({ error }) => error?.code)).toEqual([
      'tool-input-invalid',
      'function-not-found',
      'function-failed',
    ])
  })

  test('run together, and equal calls are told apart in the log', async () => {
    const { execution_id: id, result } = await run(
      'len(await asyncio.gather(*[tools.invoke_function("echoes", {"n": n % 3}) for n in range(120)]))',
    )
    expect(result).toBe(120)
    const { data } = await user.client
      .from('eliza_tool_calls')
      .select('call_key, occurrence')
      .eq('execution_id', id)
    expect(data).toHaveLength(120)
    expect(new Set(data?.map((row) => row.call_key)).size).toBe(3)
    expect(Math.max(...(data ?? []).map((row) => row.occurrence))).toBe(39)
  })

  test('that run scripts may do so two levels deep, and no deeper', async () => {
    const runAt = async (depth: string, code: string) => {
      const response = await fetch(`${backend.url}/functions/v1/python-executor`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${user.accessToken}`,
          apikey: backend.publishableKey,
          [depthHeader]: depth,
        },
        body: JSON.stringify({ code }),
      })
      return { status: response.status, body: await response.json() }
    }
    const nested = 'await tools.invoke_function("python-executor", {"code": "1"})'
    const refusal = errorTable['calls-too-deep'].sentence
    // The call of the script in there is one level deeper.
    expect(await runAt(String(deepestRun), nested)).toMatchObject({
      status: 200,
      body: { status: 'failed', tool_calls: [{ error: { code: 'calls-too-deep', status: 508 } }] },
    })
    for (const depth of [String(deepestRun + 1), '-1', 'nonsense', '99999999'])
      expect(await runAt(depth, '1')).toMatchObject({ status: 508, body: { error: { message: refusal } } })
  })

  test('that run scripts that run scripts come to an end, however many there are', async () => {
    const code = scriptsInScripts(deepestRun + 3)
    const { result } = await run(code)
    // Its own level and those below it; the call of the deepest is refused.
    expect(result).toBe(`${'level '.repeat(deepestRun + 1)}calls-too-deep`)
  })
})
