import { beforeEach, describe, expect, test } from 'vitest'
import { readFromWorker } from '../../contract/run/readFromWorker.ts'
import { limits, type Variable } from '../../contract/run/workerProtocol.ts'
import { startPython, type Outcome } from './startPython.ts'

let python: Awaited<ReturnType<typeof startPython>>
const run = (source: string): Promise<Outcome> => python.run(source, true)
const valueOf = async (source: string) => {
  const outcome = await run(source)
  expect(outcome, outcome.traceback ?? '').toMatchObject({ status: 'completed' })
  return JSON.parse(outcome.result?.['application/json'] ?? 'null') as unknown
}

beforeEach(async () => {
  python = await startPython(async () => '{"ok":null}')
}, 60_000)

describe('a session keeps', () => {
  test('variables, modules, functions and classes; a run outside of it sees none of them', async () => {
    await run(
      'import math as m\nx = 2\ndef f(n): return n + x\nclass A:\n    def g(self): return f(self.h)\n    h = 1',
    )
    expect(await valueOf('x = 5\n[m.floor(1.5), f(1), A().g()]')).toEqual([1, 6, 6])
    expect(await python.run('x')).toMatchObject({ message: "NameError: name 'x' is not defined" })
    expect(await valueOf('x')).toBe(5)
  })

  test('the variables of a script that failed, ended itself or was stopped', async () => {
    await run('a = 1\n1 / 0')
    await run('import sys\nb = 2\nsys.exit(3)')
    const stopped = run('c = 3\nprint("begun")\nawait asyncio.sleep(60)')
    await expect.poll(() => python.takeOutput()).toBe('begun\n')
    python.cancel()
    expect(await stopped).toMatchObject({ code: 'stopped' })
    expect(await valueOf('[a, b, c]')).toEqual([1, 2, 3])
  })

  test('no task: what outlives its script is ended, and what will not end is told', async () => {
    const beating = 'import time\nbeats = []\nasync def beat():\n    while True:\n        beats.append(1)\n'
    const polite = await run(
      `${beating}        await asyncio.sleep(0.005)\ntask = asyncio.create_task(beat())`,
    )
    expect(polite).toMatchObject({ leftoverTasks: 1, unendedTasks: 0 })
    const before = await valueOf('len(beats)')
    expect(await valueOf('[task.cancelled(), len(beats)]')).toEqual([true, before])
    const stubborn = await run(
      'async def stay():\n    while True:\n        try: await asyncio.sleep(1)\n        except asyncio.CancelledError: pass\nstaying = asyncio.create_task(stay())\nawait asyncio.sleep(0)',
    )
    expect(stubborn).toMatchObject({ leftoverTasks: 1, unendedTasks: 1 })
  })

  test('the names of the runtime as they were, whatever a script made of them', async () => {
    await run('tools = asyncio = display = json = __name__ = None\ndel __builtins__, ToolError')
    expect(
      await valueOf(
        '[type(tools).__name__, asyncio.__name__, callable(display), __name__, ToolError.__name__]',
      ),
    ).toEqual(['ElizaTools', 'asyncio', true, '__main__', 'ToolError'])
  })

  test('the builtins, whatever a script took away of them', async () => {
    const spoil =
      'import builtins\nfor name in ("len", "print", "isinstance", "type", "input", "repr"): delattr(builtins, name)\n'
    const failed = await run(`kept = [1]\n${spoil}missing`)
    expect(failed).toMatchObject({ message: "NameError: name 'missing' is not defined", line: 4 })
    expect(failed.variables).toContainEqual({ name: 'kept', type: 'list', summary: '[1]' })
    expect(await valueOf('len(kept)')).toBe(1)
  })
})

describe('a traceback', () => {
  test('through a function of an earlier run has the lines of both, and marks that of this one', async () => {
    await run('# one\ndef divide(a, b):\n    return a / b')
    await run('# another script, with other lines\n\n\n\n')
    const { line, traceback } = await run('x = 1\n\ndivide(x, 0)')
    expect(line).toBe(3)
    expect(traceback).toBe(
      [
        'Traceback (most recent call last):',
        '  File "script-3.py", line 3, in <module>',
        '    divide(x, 0)',
        '    ~~~~~~^^^^^^',
        '  File "script-1.py", line 3, in divide',
        '    return a / b',
        '           ~~^~~',
        'ZeroDivisionError: division by zero',
        '',
      ].join('\n'),
    )
  })

  test('of a syntax error names the line of this run', async () => {
    await run('1')
    expect(await run('x = 1\ny = = 2')).toMatchObject({ line: 2, message: 'SyntaxError: invalid syntax' })
  })
})

describe('the variables that are told', () => {
  const told = async (source: string): Promise<Record<string, [type: string, summary: string]>> => {
    const { status, traceback, variables = [] } = await run(source)
    expect(status, traceback ?? '').toBe('completed')
    // In the form that reaches the page.
    const message = { type: 'variables-changed', runId: 'r', at: 1, variables }
    expect(readFromWorker(message)).toEqual(message)
    return Object.fromEntries(variables.map(({ name, type, summary }) => [name, [type, summary]]))
  }

  test('are those of the scripts alone, with types and short values', async () => {
    const source = `
import collections, math
n, big, share, yes, none = 1, 10**5000, 0.5, True, None
word, text, data = "a'b", "x" * 1000, b"\\x00"
items, nested, pair, unique = list(range(10_000)), [[[1, 2], [3]]], (1, "a"), {1}
empty, record = {}, {"a": [1, 2], "b": {"c": None}}
queue, view = collections.deque([1, 2, 3]), memoryview(b"abc")
def add(a, b=2, *rest, key="k", last, **others): ...
async def later(): ...
class Point:
    def __init__(self, x, y=0): ...
class Plain: ...
point = Point(1)
_private = 1
del math
`
    expect(await told(source)).toEqual({
      collections: ['module', 'module collections'],
      n: ['int', '1'],
      big: ['int', '<int of 16,610 bits>'],
      share: ['float', '0.5'],
      yes: ['bool', 'True'],
      none: ['NoneType', 'None'],
      word: ['str', '"a\'b"'],
      text: ['str', `'${'x'.repeat(80)}'… 1,000 in all`],
      data: ['bytes', "b'\\x00'"],
      items: ['list', '[0, 1, 2, 3, … 10,000 in all]'],
      nested: ['list', '[[[… 2], [… 1]]]'],
      pair: ['tuple', "(1, 'a')"],
      unique: ['set', '{1}'],
      empty: ['dict', '{}'],
      record: ['dict', "{'a': [1, 2], 'b': {'c': None}}"],
      queue: ['deque', '<deque, 3 items>'],
      view: ['memoryview', '<memoryview, shape (3,)>'],
      add: ['function', "add(a, b=2, *rest, key='k', last, **others)"],
      later: ['function', 'async later()'],
      Point: ['type', 'class Point(x, y=0)'],
      Plain: ['type', 'class Plain'],
      point: ['Point', '<Point>'],
      _private: ['int', '1'],
    })
  })

  test('a table is told by its size and columns', async () => {
    // A fake of pandas, which the tests do not have.
    const source = `
import sys, types
class DataFrame:
    shape, columns = (1200, 3), ["day", "price", 3]
sys.modules["pandas"] = pandas = types.ModuleType("pandas")
pandas.DataFrame = DataFrame
table = DataFrame()
`
    expect(await told(source)).toMatchObject({
      table: ['DataFrame', "<DataFrame, 1,200 rows × 3 columns: 'day', 'price', 3>"],
    })
  })

  test('no code of a script is run for them', async () => {
    const source = `
def never(*arguments, **named):
    print("was run")
    while True: pass
class Meta(type):
    __name__ = __mro__ = __dict__ = __module__ = property(never)
    __eq__ = __hash__ = __instancecheck__ = __subclasscheck__ = __getattribute__ = never
class Hostile(metaclass=Meta):
    __repr__ = __str__ = __len__ = __iter__ = __hash__ = __eq__ = __getattribute__ = __format__ = never
    __class__ = shape = columns = property(never)
class Liar(dict):
    __class__ = int
    __repr__ = __len__ = __iter__ = items = keys = never
class Text(str):
    __len__ = __getitem__ = __str__ = __repr__ = __format__ = isidentifier = startswith = never
hostile = Hostile()
inside = [hostile, {"key": hostile}]
liar, text = Liar(a=1), Text("t")
Named = type(Text("Named"), (), {})
named = Named()
def f(a=hostile, *, b=liar): ...
f.__name__, f.__wrapped__, f.__signature__ = Text("f"), never, hostile
globals()[1] = globals()["not a name"] = hostile
globals()[Text("subclass")] = 1
`
    expect(await told(source)).toMatchObject({
      Hostile: ['Meta', 'class Hostile'],
      hostile: ['Hostile', '<Hostile>'],
      inside: ['list', "[<Hostile>, {'key': <Hostile>}]"],
      liar: ['Liar', '<Liar>'],
      text: ['Text', '<Text>'],
      named: ['Named', '<Named>'],
      f: ['function', 'f(a=<Hostile>, *, b=<Liar>)'],
    })
    expect(python.takeOutput()).toBe('')
  })

  test('what raises where it is measured is told by its class', async () => {
    expect(
      await told('class A:\n    def __len__(self): return 1 / 0\na, far = A(), range(10**100)'),
    ).toMatchObject({
      a: ['A', '<A>'],
      far: ['range', '<range>'],
    })
  })

  test('are the newest of many, and short', async () => {
    const source = `
for number in range(10_000): globals()[f"v{number}"] = number
globals()["x" * 1000] = 1
wide = ["😀" * 1000] * 1000
globals()["😀"] = 1
`
    const variables = Object.keys(await told(source))
    expect(variables).toHaveLength(limits.variables)
    expect([variables[0], variables.at(-2), variables.at(-1)]).toEqual(['v9901', 'v9999', 'wide'])
  })

  test('one that is named like a part of the runtime is not told: the next run has that again', async () => {
    expect(await told('tools = 1\nmine = 2')).toEqual({ mine: ['int', '2'] })
  })

  test('a run outside of a session tells none', async () => {
    const { variables }: { variables?: readonly Variable[] } = await python.run('a = 1')
    expect(variables).toBeUndefined()
  })
})
