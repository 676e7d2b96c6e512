import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startPython } from './startPython.ts'

let python: Awaited<ReturnType<typeof startPython>>
beforeAll(async () => {
  python = await startPython(async () => '{"ok":null}')
}, 60_000)
beforeEach(() => {
  python.takeOutput()
})

describe('the value of the last expression is the result', () => {
  test.for([
    ['0', '0'],
    ['""', '""'],
    ['False', 'false'],
    ['[]', '[]'],
    ['{}', '{}'],
    ['{"a": [1, 2.5, None, True]}', '{"a":[1,2.5,null,true]}'],
    ['(1, 2)', '[1,2]'],
    ['"é\\u2028😀"', '"é\u2028😀"'],
    ['2**53', '9007199254740992'],
    ['"\\ud800"', '"\\ud800"'],
  ])('%s is JSON', async ([source, json]) => {
    expect((await python.run(`${source}`)).result?.['application/json']).toBe(json)
  })

  test.for([
    ['float("nan")', 'nan'],
    ['float("inf")', 'inf'],
    ['b"x"', "b'x'"],
    ['class A: pass\nA', "<class '__main__.A'>"],
    ['a = []\na.append(a)\na', '[[...]]'],
    [
      'class B:\n    def __repr__(self): return 1 / 0\nB()',
      '<B object; its repr() raised ZeroDivisionError: division by zero>',
    ],
  ])('%s has no JSON and is shown by its repr', async ([source, text]) => {
    const { status, result } = await python.run(`${source}`)
    expect(status).toBe('completed')
    expect(result).toEqual({ 'text/plain': text })
  })

  test('None and a statement leave no result', async () => {
    expect((await python.run('None')).result).toBeNull()
    expect((await python.run('x = 1')).result).toBeNull()
    expect((await python.run('')).result).toBeNull()
  })

  test('a value nested too deep to be written is named instead', async () => {
    const { status, result } = await python.run('a = []\nfor _ in range(5000): a = [a]\na')
    expect(status).toBe('completed')
    expect(result).toEqual({ 'text/plain': '<list nested deeper than 500 levels>' })
  })

  test('a repr beyond the limit is cut and says by how much', async () => {
    const { result } = await python.run('"x" * 1_500_000')
    expect(result?.['application/json']).toBeUndefined()
    expect(result?.['text/plain']).toMatch(/… 500,002 more characters$/)
  })
})

describe('the value of the last expression', () => {
  test.for([
    ['1 + 1', '2'],
    ['await asyncio.sleep(0, 7)', '7'],
    ['x = 5\nx  # not x;', '5'],
    ['"a;b"', "'a;b'"],
    ['from __future__ import annotations\n(lambda: 3)()', '3'],
    ['import sys; sys.byteorder', "'little'"],
  ] as const)('of %j is the result', async ([source, plain]) => {
    expect((await python.run(source)).result?.['text/plain']).toBe(plain)
  })

  test.for([
    'x = 1',
    '1 + 1;',
    '(1 + 1) ;  # not wanted',
    '"é;";',
    '1 \\\n;',
    'f = [\n1, 2\n]\nlen(\n  f\n);\n\n',
    'if True: 1',
    '',
    '# nothing',
  ])('%j has none', async (source) => {
    expect(await python.run(source)).toMatchObject({ status: 'completed', result: null })
  })

  test('is found after all that comes before it, which it may change', async () => {
    const { result } = await python.run('values = []\nvalues.append(await asyncio.sleep(0, 1))\nvalues')
    expect(result?.['application/json']).toBe('[1]')
  })
})

describe('a script that fails', () => {
  test('has a traceback of its own lines, with their source', async () => {
    const source = 'def f(a):\n    return g(a) + 1\n\ndef g(b):\n    return 1 / b\n\nf(0)'
    const { status, code, message, line, traceback } = await python.run(source)
    expect({ status, code, message, line }).toEqual({
      status: 'failed',
      code: 'exception',
      message: 'ZeroDivisionError: division by zero',
      line: 5,
    })
    expect(traceback).toBe(
      [
        'Traceback (most recent call last):',
        '  File "script.py", line 7, in <module>',
        '    f(0)',
        '    ~^^^',
        '  File "script.py", line 2, in f',
        '    return g(a) + 1',
        '           ~^^^',
        '  File "script.py", line 5, in g',
        '    return 1 / b',
        '           ~~^~~',
        'ZeroDivisionError: division by zero',
        '',
      ].join('\n'),
    )
  })

  test('with a syntax error names its line', async () => {
    const { message, line, traceback } = await python.run('x = 1\ny = = 2')
    expect(message).toBe('SyntaxError: invalid syntax')
    expect(line).toBe(2)
    expect(traceback).toContain('y = = 2\n        ^\n')
  })

  test('inside a task group names the line of the task', async () => {
    const { line, traceback } = await python.run(
      'async def a():\n    raise ValueError("in a")\nasync with asyncio.TaskGroup() as group:\n    group.create_task(a())',
    )
    expect(line).toBe(3)
    expect(traceback).toContain('ValueError: in a')
  })

  test('for want of memory says so, and at which line', async () => {
    const { code, message, line } = await python.run('x = 1\ny = bytearray(2_000_000_000) * 2')
    expect(message).toBe('MemoryError: the script needs more memory than there is')
    expect({ code, line }).toEqual({ code: 'out-of-memory', line: 2 })
  })

  test('by endless recursion is an ordinary error', async () => {
    const { code, message } = await python.run('def r(): r()\nr()')
    expect(message).toBe('RecursionError: maximum recursion depth exceeded')
    expect(code).toBe('exception')
  })

  test('with an exception that cannot be printed is still reported', async () => {
    const { message } = await python.run(
      'class E(Exception):\n    def __str__(self): return 1 / 0\nraise E()',
    )
    expect(message).toBe('E')
  })
})

describe('a script that does what only a hostile one does', () => {
  test.for([
    ['import sys\ndef trace(*_): return trace\nsys.settrace(trace)\n1', 'completed'],
    ['import sys\ncalls = []\nsys.setprofile(lambda f, e, a: calls.append(e))\n1', 'completed'],
    ['raise SyntaxError', 'SyntaxError'],
    ['raise SyntaxError(5)', 'SyntaxError: 5'],
    ['raise SyntaxError("odd", ("script.py", 0, 0, "x"))', 'SyntaxError: odd'],
    ['e = SyntaxError("odd")\ne.lineno = "abc"\ne.filename = "script.py"\nraise e', 'SyntaxError: odd'],
    ['class E(Exception):\n    def __str__(self): raise SystemExit\nraise E', 'E'],
    ['import sys\nsys.stderr.close()\nsys.exit("bye")', 'The script exited with exit code 1.'],
    ['import sys\ndel sys.stderr\nsys.exit("bye")', 'The script exited with exit code 1.'],
    [
      'import sys\nclass E:\n    def __str__(self): return 1 / 0\nsys.exit(E())',
      'The script exited with exit code 1.',
    ],
    ['asyncio.current_task().cancel()\nawait asyncio.sleep(0)', 'CancelledError'],
    ['breakpoint()', 'RuntimeError: breakpoint() finds no debugger here'],
    ['"-" * 100_000 and eval("-" * 100_000 + "1")', 'MemoryError'],
    ['class N:\n    def __init__(s, n): s.n = n\nh = None\nfor i in range(20_000): h = N(h)', 'completed'],
  ] as const)('%s', async ([source, expected]) => {
    const other = await startPython(async () => '{"ok":null}')
    const { status, code, message, line } = await other.run(source)
    if (expected === 'completed') expect(status).toBe('completed')
    else expect(message).toContain(expected)
    expect(['exception', 'exited', undefined]).toContain(code)
    expect(line ?? 1).toBeGreaterThan(0)
    expect(await other.run('1 + 1')).toMatchObject({ status: 'completed' })
  })

  test('an error that nobody awaits is told without the frames of the runtime', async () => {
    python.takeOutput()
    await python.run(
      'async def fail():\n    raise ValueError("unheard")\nasyncio.ensure_future(fail())\nawait asyncio.sleep(0.05)\nimport gc\ngc.collect()',
    )
    const told = python.takeOutput()
    expect(told).toContain('File "script.py", line 2, in fail')
    expect(told).toContain('ValueError: unheard')
    expect(told).not.toMatch(/eliza|webloop/)
  })

  test('a call of a tool that is not awaited is told', async () => {
    python.takeOutput()
    await python.run('tools.get_mining_stats()\n1')
    expect(python.takeOutput()).toBe(
      'tools.get_mining_stats() was not awaited, so it was not called. Write `await` before it.\n',
    )
  })
})

describe('a script that ends itself', () => {
  test.for([
    ['3', 'failed', 3],
    ['True', 'failed', 1],
    ['"bye"', 'failed', 1],
    ['2**70', 'failed', -1],
    ['', 'completed', 0],
    ['0', 'completed', 0],
  ] as const)('by sys.exit(%s) is %s with code %i', async ([argument, status, exitCode]) => {
    const outcome = await python.run(`import sys\nsys.exit(${argument})`)
    expect(outcome).toMatchObject({ status, exitCode })
    if (status === 'failed') expect(outcome.code).toBe('exited')
  })

  test('with a text prints it', async () => {
    await python.run('import sys\nsys.exit("bye")')
    expect(python.takeOutput()).toBe('bye\n')
  })
})

describe('a script that is asked to stop', () => {
  test('ends at its next await and may clean up', async () => {
    const running = python.run(
      'try:\n    print("begun")\n    await asyncio.sleep(60)\nfinally:\n    print("cleaned up")',
    )
    await expect.poll(() => python.takeOutput()).toBe('begun\n')
    expect(python.cancel()).toBe(true)
    expect(await running).toMatchObject({ status: 'failed', code: 'stopped' })
    expect(python.takeOutput()).toBe('cleaned up\n')
    expect(python.cancel()).toBe(false)
  })

  test('stops what it gathers too', async () => {
    const running = python.run('print("begun")\nawait asyncio.gather(*[asyncio.sleep(60) for _ in range(3)])')
    await expect.poll(() => python.takeOutput()).toBe('begun\n')
    python.cancel()
    expect(await running).toMatchObject({ code: 'stopped', leftoverTasks: 0 })
  })

  test('a CancelledError of its own making is an ordinary failure', async () => {
    expect(await python.run('raise asyncio.CancelledError()')).toMatchObject({ code: 'exception' })
  })
})

describe('what a script leaves behind', () => {
  test('tasks are cancelled and counted', async () => {
    const source =
      'async def background():\n    while True: await asyncio.sleep(0.01)\ntask = asyncio.create_task(background())\n1'
    expect(await python.run(source)).toMatchObject({
      status: 'completed',
      leftoverTasks: 1,
    })
  })

  test('variables are gone in the next run', async () => {
    await python.run('leaked = 1')
    expect(await python.run('leaked')).toMatchObject({ message: "NameError: name 'leaked' is not defined" })
  })
})

describe('what nobody is shown', () => {
  const asked = (stream: string) => `import sys\nprint(sys.${stream}.line_buffering, file=sys.${stream})\n`

  test.for(['stdout', 'stderr'])('is gathered on %s, and all of it leaves in the end', async (stream) => {
    python.setBeyond(true)
    const lines = `for n in range(3): print(n, file=sys.${stream})`
    const outcome = await python.run(`${asked(stream)}${asked(stream)}${lines}`, true)
    python.setBeyond(false)
    expect(outcome).toMatchObject({ status: 'completed' })
    expect(python.takeOutput()).toBe('True\nFalse\n0\n1\n2\n')
    await python.run(asked(stream), true)
    expect(python.takeOutput(), 'the next run').toBe('True\n')
  })

  test.for([
    'sys.stdout.flush = lambda: 1 / 0',
    'sys.__stdout__.flush = lambda: 1 / 0',
    'sys.stdout = None',
    'sys.stdout.detach()',
    'sys.stderr.close()',
    'del sys.stdout',
  ])('does not mind a script that says %s', async (spoilt) => {
    const other = await startPython(async () => '{"ok":null}')
    other.setBeyond(true)
    expect(await other.run(`import sys\nprint(1)\n${spoilt}`)).toMatchObject({ status: 'completed' })
  })
})

test('text without an end of line leaves with the end of the script', async () => {
  await python.run('print("half a line", end="")')
  expect(python.takeOutput()).toBe('half a line')
})
