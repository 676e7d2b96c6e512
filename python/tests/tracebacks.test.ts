import { beforeAll, expect, test } from 'vitest'
import { startPython } from './startPython.ts'

let python: Awaited<ReturnType<typeof startPython>>
beforeAll(async () => {
  python = await startPython(async () => '{"ok":null}')
}, 60_000)

/** Output of CPython 3.14 for the same lines in a file script.py. */
const cases: readonly [what: string, source: string, traceback: string][] = [
  [
    'an error raised from another',
    'try:\n    {}["key"]\nexcept KeyError as error:\n    raise ValueError("no key") from error',
    `Traceback (most recent call last):
  File "script.py", line 2, in <module>
    {}["key"]
    ~~^^^^^^^
KeyError: 'key'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "script.py", line 4, in <module>
    raise ValueError("no key") from error
ValueError: no key
`,
  ],
  [
    'an error while another is handled',
    'try:\n    1 / 0\nexcept ZeroDivisionError:\n    undefined',
    `Traceback (most recent call last):
  File "script.py", line 2, in <module>
    1 / 0
    ~~^~~
ZeroDivisionError: division by zero

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "script.py", line 4, in <module>
    undefined
NameError: name 'undefined' is not defined
`,
  ],
  [
    'a group of errors',
    'raise ExceptionGroup("both", [ValueError("one"), TypeError("two")])',
    `  + Exception Group Traceback (most recent call last):
  |   File "script.py", line 1, in <module>
  |     raise ExceptionGroup("both", [ValueError("one"), TypeError("two")])
  | ExceptionGroup: both (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | ValueError: one
    +---------------- 2 ----------------
    | TypeError: two
    +------------------------------------
`,
  ],
  [
    'a syntax error',
    'x = 1\nprint("open"',
    `  File "script.py", line 2
    print("open"
         ^
SyntaxError: '(' was never closed
`,
  ],
  [
    'a wrong indentation',
    'if True:\nx = 1',
    `  File "script.py", line 2
    x = 1
    ^
IndentationError: expected an indented block after 'if' statement on line 1
`,
  ],
  [
    'an error with a note and a suggestion',
    'value = 1\ntry:\n    valeu\nexcept NameError as error:\n    error.add_note("see line 1")\n    raise',
    `Traceback (most recent call last):
  File "script.py", line 3, in <module>
    valeu
NameError: name 'valeu' is not defined. Did you mean: 'value'?
see line 1
`,
  ],
]

test.for(cases)('%s reads as in CPython', async ([, source, traceback]) => {
  expect((await python.run(source)).traceback).toBe(traceback)
})

test.each([
  // The error of Pyodide's sockets.
  [
    'try: raise OSError(23, "Host is unreachable")\nexcept OSError: raise ValueError',
    'tools.browse_web(url)',
  ],
  ['import threading\nthreading.Thread(target=print).start()', 'Python has no threads here'],
  ['import subprocess\nsubprocess.run(["ls"])', 'Python has no other processes here'],
  ['import multiprocessing as m\nm.Process(target=print).start()', 'Python has no other processes here'],
  ['from js import document', 'Use the methods of tools instead'],
  ['import hashlib\nhashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1)', 'the package cryptography'],
  ['from hashlib import pbkdf2_hmac', 'the package cryptography'],
  ['%pip install numpy', '# requirements: name'],
  ['!ls', '# requirements: name'],
  ['import pdb\npdb.set_trace()\nx = 1', 'There is no debugger here'],
])('%j is told what there is in its place', async (source, hint) => {
  const { traceback } = await python.run(source)
  expect(traceback?.trimEnd().split('\n').at(-1)).toContain(hint)
})

test('pdb is refused by its own sentence, not by what it stops at in the runtime', async () => {
  const { message, traceback } = await python.run('import pdb\npdb.set_trace()\nx = 1')
  expect(message).toBe('OSError: There is no debugger here. Use print() or display() to see a value.')
  expect(traceback?.match(/There is no debugger/g)).toHaveLength(1)
})

test('a chain of errors longer than the stack is told', async () => {
  const chain =
    'last = None\nfor number in range(1_500):\n    error = ValueError(number)\n    error.__cause__, last = last, error\nraise last'
  const { message, traceback } = await python.run(chain)
  expect(message).toBe('ValueError: 1499')
  expect(traceback).toMatch(/^ValueError: 0\n[^]*ValueError: 1499\n$/)
})

test('an error that has anything in its attributes is told all the same', async () => {
  for (const [kind, values] of [
    ['OSError', 'errno = strerror = property(lambda self: 1 / 0)'],
    ['ImportError', 'name = property(lambda self: 1 / 0)'],
    ['SyntaxError', 'text = 5'],
    ['RuntimeError', 'def __str__(self): raise SystemExit'],
    ['RuntimeError', '__notes__ = 5\n    def __str__(self): return "can\'t start new thread"'],
  ]) {
    const { code, traceback } = await python.run(`class Odd(${kind}):\n    ${values}\nraise Odd("x")`)
    expect(code, kind).toBe('exception')
    expect(traceback, kind).toContain('Odd')
  }
})

test('what a script puts in the place of the library’s own functions is no end of the runtime', async () => {
  const { result } = await python.run(`
import asyncio, json, traceback
json.dumps = json.loads = asyncio.all_tasks = asyncio.wait = asyncio.CancelledError = None
asyncio.Queue = asyncio.Future = asyncio.get_running_loop = None
display({"a": 1})
await tools.remember("x")
[1, 2]`)
  expect(result?.['application/json']).toBe('[1,2]')
  const { message } = await python.run('import traceback\ntraceback.TracebackException = None\n1 / 0')
  expect(message).toBe('ZeroDivisionError: division by zero')
})
