import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startPython } from './startPython.ts'

let python: Awaited<ReturnType<typeof startPython>>
beforeAll(async () => {
  python = await startPython(async () => '{"ok":null}')
}, 60_000)
beforeEach(() => {
  python.takeOutput()
  python.takeShown()
})

const thing = (...methods: string[]) =>
  ['class Thing:', '    def __repr__(self): return "a thing"', ...methods.map((line) => `    ${line}`)].join(
    '\n',
  )

describe('a value that says how it looks', () => {
  test.for([
    ['def _repr_html_(self): return "<b>x</b>"', 'text/html', '<b>x</b>'],
    ['def _repr_markdown_(self): return "**x**"', 'text/markdown', '**x**'],
    ['def _repr_latex_(self): return "$x$"', 'text/latex', '$x$'],
    ['def _repr_svg_(self): return "<svg/>"', 'image/svg+xml', '<svg/>'],
    ['def _repr_svg_(self): return b"<svg/>"', 'image/svg+xml', '<svg/>'],
    ['def _repr_png_(self): return b"\\x89PNG"', 'image/png', 'iVBORw=='],
    ['def _repr_png_(self): return (b"\\x89PNG", {"width": 1})', 'image/png', 'iVBORw=='],
    ['def _repr_jpeg_(self): return "/9j/\\n"', 'image/jpeg', '/9j/'],
    ['def _repr_json_(self): return {"a": [1]}', 'application/json', '{"a":[1]}'],
    ['def _repr_json_(self): return "[1, 2]"', 'application/json', '[1,2]'],
    [
      'def _repr_mimebundle_(self, include=None, exclude=None): return {"text/html": "<i>"}, {}',
      'text/html',
      '<i>',
    ],
  ] as const)('%s is shown so', async ([method, mediaType, data]) => {
    const { result } = await python.run(`${thing(method)}\nThing()`)
    expect(result).toEqual({ 'text/plain': 'a thing', [mediaType]: data })
  })

  test('has the forms of its bundle before those of its methods, and its own plain text', async () => {
    const { result } = await python.run(
      `${thing(
        'def _repr_html_(self): return "method"',
        'def _repr_latex_(self): return "$x$"',
        'def _repr_mimebundle_(self, **options): return {"text/html": "bundle", "text/plain": "plain", "x/y": 1}',
      )}\nThing()`,
    )
    expect(result).toEqual({ 'text/html': 'bundle', 'text/latex': '$x$', 'text/plain': 'plain' })
  })

  test('is shown without the forms that it has not or that fail, and says which failed', async () => {
    const { status, result } = await python.run(
      `${thing(
        'def _repr_html_(self): return 1 / 0',
        'def _repr_svg_(self): raise NotImplementedError',
        'def _repr_markdown_(self): return None',
        'def _repr_latex_(self): return 42',
        'def _repr_json_(self): return {1, 2}',
      )}\nThing()`,
    )
    expect(status).toBe('completed')
    const odd = 'class Odd(dict):\n    def items(self): raise KeyError\n'
    expect(
      (await python.run(`${odd}${thing('def _repr_json_(self): return Odd(a=1)')}\nThing()`)).result,
    ).toEqual({
      'text/plain': 'a thing',
      note: 'application/json is left out: Odd is not what it is made of.',
    })
    expect(result).toEqual({
      'text/plain': 'a thing',
      note: '_repr_html_() raised ZeroDivisionError. text/latex is left out: int is not what it is made of. application/json is left out: set is not what it is made of.',
    })
  })

  test('is shown without a form beyond the limit, and says so', async () => {
    const { result } = await python.run(
      `${thing('def _repr_html_(self): return "x" * 1_000_001', 'def _repr_latex_(self): return "y" * 1_000_000')}\nThing()`,
    )
    expect(result?.['text/html']).toBeUndefined()
    expect(result?.['text/latex']).toHaveLength(1_000_000)
    expect(result?.note).toBe(
      'text/html is left out: it has 1,000,001 characters, and at most 1,000,000 are shown.',
    )
  })

  test('is shortened to its first items where it is a list beyond the limit', async () => {
    // A hundred characters each, with the comma.
    const { result } = await python.run('["é" * 97 for n in range(20_000)]')
    expect(JSON.parse(result?.['application/json'] ?? '')).toEqual(Array(9_999).fill('é'.repeat(97)))
    expect(result?.note).toBe(
      'The first 9,999 of 20,000 items are shown: of its JSON at most 1,000,000 characters are kept.',
    )
  })

  test('is a table with text in its cells where JSON cannot hold them', async () => {
    const { result } = await python.run(`
import datetime
class Counted:
    def __index__(self): return 7
class Broken:
    def __str__(self): return 1 / 0
    def __repr__(self): return "broken"
[{"day": datetime.date(2026, 11, 29), "share": float("nan"), "n": 1, "large": 2**60, "tags": {"a"}},
 {"day": None, "share": 0.5, "n": Counted(), "large": Broken(), "tags": ["a"]}]`)
    expect(JSON.parse(result?.['application/json'] ?? '')).toEqual([
      { day: '2026-11-29', share: 'nan', n: 1, large: 2 ** 60, tags: "{'a'}" },
      { day: null, share: 0.5, n: 7, large: 'broken', tags: ['a'] },
    ])
    expect(result?.note).toBe('Copied or sent as JSON, these become text: date, nan, set, Broken.')
    expect(result?.['text/plain']).toContain('datetime.date(2026, 11, 29)')
    const long = await python.run('[{"at": object(), "n": n} for n in range(100_000)]')
    expect(long.result?.note).toMatch(
      /^The first \d+,\d+ of 100,000 items are shown.* as JSON, these become text: object\.$/,
    )
  })

  test('is no tree where not even the first of it fits', async () => {
    for (const source of ['["x" * 1_000_000]', '{"x": list(range(200_000))}']) {
      const { result } = await python.run(source)
      expect(result).not.toHaveProperty('application/json')
      expect(result?.note).toMatch(/^application\/json is left out: it has 1,\d+,\d+ characters/)
    }
    const { result } = await python.run('"x" * 1_000_001')
    expect(Object.keys(result ?? {})).toEqual(['text/plain'])
  })

  test('is not asked while it is a class', async () => {
    const { result } = await python.run(`${thing('def _repr_html_(self): return "<b>"')}\nThing`)
    expect(result).toEqual({ 'text/plain': "<class '__main__.Thing'>" })
  })
})

test('a value that shows itself does so, as the result too', async () => {
  const source = `${thing('def _ipython_display_(self): display("shown")')}\ndisplay(Thing())\nThing()`
  const { result } = await python.run(source)
  expect(result).toBeNull()
  expect(python.takeShown()).toMatchObject([{ 'text/plain': "'shown'" }, { 'text/plain': "'shown'" }])
})

test('a number too long for a text says why', async () => {
  const { result } = await python.run('10**5000')
  expect(result?.['text/plain']).toContain('Exceeds the limit (4300 digits)')
})

const tree = 'application/vnd.eliza.python+json'

describe('a plain value is JSON to the last digit', () => {
  test.for([
    ['{"2031": 1, "2029": 2, "b": 3, "a": 4}', '{"2031":1,"2029":2,"b":3,"a":4}'],
    [
      '[10 / 2, -0.0, 2.0, 1e22, 1e16, 5e-324, 0.1 + 0.2]',
      '[5.0,-0.0,2.0,1e+22,1e+16,5e-324,0.30000000000000004]',
    ],
    [
      '[2**53, 2**53 + 1, -2**63, 10**40]',
      `[9007199254740992,9007199254740993,-9223372036854775808,1${'0'.repeat(40)}]`,
    ],
    ['{"__proto__": {"x": 1}, "constructor": None}', '{"__proto__":{"x":1},"constructor":null}'],
    ['["\\ud800", "é\\0", True]', '["\\ud800","é\\u0000",true]'],
  ] as const)('%s', async ([source, json]) => {
    const { result } = await python.run(source)
    expect(result).toEqual({ 'application/json': json, 'text/plain': expect.any(String) })
    const { message } = await python.run(`assert json.loads(${JSON.stringify(json)}) == ${source}`)
    expect(message).toBeUndefined()
  })
})

describe('what JSON does not keep is a tree in Python’s words, and its nearest JSON', () => {
  test.for([
    ['{"a": 1, "b": float("nan")}', '{"a":1,"b":{"$":"nan"}}', '{"a":1,"b":"nan"}'],
    ['[[[float("-inf")]], 1]', '[[[{"$":"-inf"}]],1]', '[[["-inf"]],1]'],
    ['[{}, {"a": 1e400}]', '[{},{"a":{"$":"inf"}}]', '[{},{"a":"inf"}]'],
    ['(1, 2.0)', '{"$":["tuple",[1,2.0]]}', '[1,2.0]'],
    ['{2031: "a", 2029: "b"}', '{"$":["dict",["2031","2029"],["a","b"]]}', '{"2031":"a","2029":"b"}'],
    [
      '{(1, 2): 0, None: 1, True: 2}',
      '{"$":["dict",["(1, 2)","None","True"],[0,1,2]]}',
      '{"(1, 2)":0,"null":1,"true":2}',
    ],
    ['{1: "a", "1": "b"}', '{"$":["dict",["1","\'1\'"],["a","b"]]}', undefined],
    ['{"$": 1}', undefined, '{"$":1}'],
    ['{"$": {1}}', '{"$":["dict",["$"],[{"$":["set",[1]]}]]}', '{"$":"{1}"}'],
    ['{1}', '{"$":["set",[1]]}', undefined],
    ['[P(1, [2.0])]', '[{"$":["P",["x","y"],[1,[2.0]]]}]', '[{"x":1,"y":[2.0]}]'],
    ['{"c": C.RED}', '{"c":{"$":"<C.RED: 1>"}}', '{"c":"<C.RED: 1>"}'],
    [
      '[Decimal("1.10"), b"x", date(2026, 11, 30)]',
      '[{"$":"Decimal(\'1.10\')"},{"$":"b\'x\'"},{"$":"datetime.date(2026, 11, 30)"}]',
      '["1.10","b\'x\'","2026-11-30"]',
    ],
    ['Counter("aab")', '{"$":["Counter",["a","b"],[2,1]]}', '{"a":2,"b":1}'],
    ['OrderedDict({"b": 1})', '{"$":["OrderedDict",["b"],[1]]}', '{"b":1}'],
    ['[F(2.5), T("x")]', '[{"$":"2.5"},{"$":"\'x\'"}]', '[2.5,"x"]'],
    [
      '{"n": 10**5000, "m": 1}',
      `{"n":{"$":${JSON.stringify('<int object; its repr() raised ValueError: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit>')}},"m":1}`,
      expect.any(String),
    ],
  ] as const)('%s', async ([source, asTree, json]) => {
    const { status, result } = await python.run(`
from collections import Counter, OrderedDict, namedtuple
from datetime import date
from decimal import Decimal
from enum import IntEnum
P = namedtuple("P", "x y")
class C(IntEnum): RED = 1
class F(float): pass
class T(str): pass
${source}`)
    expect(status).toBe('completed')
    expect(result?.[tree]).toEqual(asTree)
    expect(result?.['application/json']).toEqual(json)
    expect(result?.['text/plain']).not.toBe('')
  })

  test.for([
    [
      'class Odd(dict):\n    def items(self): raise KeyError\n    def values(self): return 5\nOdd(a=1)',
      '{"a":1}',
    ],
    ['class Odd(list):\n    def __iter__(self): raise KeyError\n[Odd([1])]', '[[1]]'],
    [
      'import collections\nlast = collections.OrderedDict(b=1, a=2)\nlast.move_to_end("b")\nlast',
      '{"a":2,"b":1}',
    ],
    ['class Odd:\n    __class__ = dict\n    def __repr__(self): return "odd"\n[Odd()]', '["odd"]'],
  ] as const)('of a class of its own is read by the methods of the type: %j', async ([source, json]) => {
    expect(await python.run(source)).toMatchObject({
      status: 'completed',
      result: { 'application/json': json },
    })
  })

  test('a value that holds itself is its repr, and a member of an Enum too', async () => {
    expect((await python.run('a = [1]\na.append(a)\na')).result).toEqual({ 'text/plain': '[1, [...]]' })
    expect((await python.run('a = {"n": float("nan")}\na["a"] = a\na')).result).toEqual({
      'text/plain': "{'n': nan, 'a': {...}}",
    })
    const { result } = await python.run('from enum import IntEnum\nclass C(IntEnum): RED = 1\nC.RED')
    expect(result).toEqual({ 'text/plain': '<C.RED: 1>' })
  })

  test('nested as deep as values may be', async () => {
    const { result } = await python.run('a = float("nan")\nfor _ in range(400): a = [a]\na')
    expect(result?.[tree]).toBe(`${'['.repeat(400)}{"$":"nan"}${']'.repeat(400)}`)
  })
})

describe('display()', () => {
  test('shows values while the script runs, None too, and leaves the result alone', async () => {
    const { result } = await python.run('display({"a": 1}, None)\nfor n in range(2): display(n)\n"end"')
    expect(python.takeShown()).toEqual([
      { 'application/json': '{"a":1}', 'text/plain': "{'a': 1}" },
      { 'text/plain': 'None' },
      { 'application/json': '0', 'text/plain': '0' },
      { 'application/json': '1', 'text/plain': '1' },
    ])
    expect(result?.['text/plain']).toBe("'end'")
  })

  test('takes forms by media type as they are', async () => {
    await python.run('display({"text/html": "<b>", "image/png": b"\\x89PNG", "text/x": 1}, raw=True)')
    expect(python.takeShown()).toEqual([
      { 'text/html': '<b>', 'image/png': 'iVBORw==', 'text/plain': '<text/html, image/png>' },
    ])
    expect((await python.run('display("<b>", raw=True)')).message).toMatch(/takes a dict of forms/)
  })

  test('beyond what a run may show is counted and said', async () => {
    await python.run('for n in range(203): display(n)')
    expect(python.takeShown()).toHaveLength(200)
    expect(python.takeOutput()).toBe('3 displays are left out: the run has shown as much as is kept.\n')
    await python.run('display(1)')
    expect(python.takeShown()).toHaveLength(1)
    expect(python.takeOutput()).toBe('')
  })
})

describe('progress()', () => {
  test('tells the first and the last, and not all of many', async () => {
    await python.run('for n in range(100_000): progress(n / 100_000, f"step {n}")')
    const told = python.takeProgress()
    expect(told[0]).toEqual([0, 'step 0'])
    expect(told.at(-1)).toEqual([0.99999, 'step 99999'])
    expect(told.length).toBeLessThan(1000)
    await python.run('for n in range(10_000): progress(1, str(n))')
    const whole = python.takeProgress()
    expect([whole[0], whole.at(-1)]).toEqual([
      [1, '0'],
      [1, '9999'],
    ])
    expect(whole.length).toBeLessThan(100)
  })

  test('takes the errors of floats for whole, and refuses what is no share', async () => {
    await python.run('progress(sum([0.1] * 10) + 1e-9)')
    expect(python.takeProgress()).toEqual([[1, '']])
    for (const share of ['40', '-1', 'float("nan")']) {
      expect((await python.run(`progress(${share})`)).message).toMatch(
        /^ValueError: progress\(\) takes a share/,
      )
    }
    expect((await python.run('progress("half")')).message).toMatch(/^TypeError: progress\(\) takes/)
  })
})

test('input() and all reads of standard input say what to do where Python cannot be held', async () => {
  // Simulates an engine without JavaScript Promise Integration, which newer versions of Node have.
  await python.run('from eliza_runtime import questions\nquestions.can_run_sync = lambda: False')
  for (const [asker, code] of [
    ['input()', 'input("name? ")'],
    ['getpass()', 'import getpass\ngetpass.getpass()'],
    ['sys.stdin', 'import sys\nsys.stdin.readline()'],
    ['sys.stdin', 'import sys\nsys.stdin.read()'],
    ['sys.stdin', 'import sys\nfor line in sys.stdin: pass'],
    ['sys.stdin', 'import sys\nsys.stdin.buffer.read()'],
    ['sys.stdin', 'import fileinput\n[*fileinput.FileInput()]'],
    ['sys.stdin', 'open(0).read()'],
  ])
    for (const inSession of [false, true])
      expect((await python.run(`${code}`, inSession)).message, code).toBe(
        `OSError: ${asker} cannot ask here: this browser cannot pause Python. Put the value into the script instead.`,
      )
  for (const code of ['import os\nos.read(0, 1)', 'import pathlib\npathlib.Path("/dev/stdin").read_text()'])
    expect((await python.run(code)).traceback).toMatch(/Read sys.stdin, or call input\(\)\.\n$/)
})

test('input() reads the stream that a script puts in place of standard input', async () => {
  const script = 'import io, sys\nsys.stdin = io.StringIO("3\\n4")\n[input("n? "), sys.stdin.readline()]'
  expect((await python.run(script)).result?.['application/json']).toBe('["3","4"]')
  expect((await python.run('input()')).message).toMatch(/Put the value into the script/)
  expect((await python.run(script, true)).status).toBe('completed')
  expect((await python.run('input()', true)).message).toBe('EOFError: EOF when reading a line')
})

describe('matplotlib figures', () => {
  // matplotlib is not in the npm registry. These lines fake the part of pyplot that is used.
  const pyplot = `
import sys, types
def make_pyplot():
    open_figures = {}
    class Figure:
        def __init__(self, number): self.number = number
        def __repr__(self): return f"<Figure {self.number}>"
        def savefig(self, target, format, bbox_inches):
            if self.number == 3: raise ValueError("no axes")
            target.write(b"\\x89PNG" + bytes([self.number]))
    def figure(number=None):
        number = number or len(open_figures) + 1
        return open_figures.setdefault(number, Figure(number))
    def close(which):
        if which == "all": open_figures.clear()
        else: del open_figures[which.number]
    module = types.ModuleType("matplotlib.pyplot")
    module.figure, module.get_fignums, module.close = figure, lambda: list(open_figures), close
    return module
plt = sys.modules["matplotlib.pyplot"] = make_pyplot()
`
  const shown = [
    { 'image/png': 'iVBORwE=', 'text/plain': '<Figure 1>' },
    { 'image/png': 'iVBORwI=', 'text/plain': '<Figure 2>' },
  ]

  test('appear when the script ends, also when it fails, and once only', async () => {
    await python.run(`${pyplot}\nplt.figure(); plt.figure()`)
    expect(python.takeShown()).toEqual(shown)
    await python.run(`${pyplot}\nplt.figure(); plt.figure()\n1 / 0`)
    expect(python.takeShown()).toEqual(shown)
    await python.run('1')
    expect(python.takeShown()).toEqual([])
  })

  test('that cannot be drawn are said, and the script is well', async () => {
    expect((await python.run(`${pyplot}\nfor n in 1, 2, 3: plt.figure(n)`)).status).toBe('completed')
    expect(python.takeShown()).toEqual(shown)
    expect(python.takeOutput()).toBe('A figure could not be drawn: ValueError: no axes\n')
  })
})
