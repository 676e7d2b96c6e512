import { beforeAll, expect, test } from 'vitest'
import { startPython } from './startPython.ts'

let python: Awaited<ReturnType<typeof startPython>>
beforeAll(async () => {
  python = await startPython(async () => '{"ok":null}')
}, 60_000)

/** What CPython 3.14 prints for the same lines in a file script.py. */
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
