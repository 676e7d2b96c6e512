import { expect, test } from 'vitest'
import { readStackDump } from './readStackDump.ts'

const code = 'import functools\n\ndef f(n):\n    return g(n)\n\nf(1)\n'

test('what a script did is told in its own lines, the innermost last', () => {
  const dump = [
    'Stack (most recent call first):',
    ...Array.from({ length: 5 }, () => '  File "script.py", line 4 in f'),
    '  File "script.py", line 6 in <module>',
    '  File "/lib/eliza.zip/eliza_runtime/execute.py", line 120 in _run',
    '  File "/lib/python314.zip/asyncio/events.py", line 94 in _run',
  ].join('\n')
  expect(readStackDump(dump, code)).toEqual({
    line: 4,
    traceback: `Traceback (most recent call last):
  File "script.py", line 6, in <module>
    f(1)
  File "script.py", line 4, in f
    return g(n)
  File "script.py", line 4, in f
    return g(n)
  File "script.py", line 4, in f
    return g(n)
  [Previous line repeated 2 more times]
`,
  })
})

test('in a session the line is the one of the script that ran, not of an earlier one that it called', () => {
  const dump = [
    'Stack (most recent call first):',
    '  File "script-1.py", line 40 in helper',
    '  File "script-2.py", line 6 in <module>',
  ].join('\n')
  const stack = readStackDump(dump, code)
  expect(stack?.line).toBe(6)
  expect(stack?.traceback).toContain('  File "script-1.py", line 40, in helper\n')
  expect(stack?.traceback).not.toContain('line 40, in helper\n    ')
})

test('what names no line of a script tells nothing', () => {
  expect(readStackDump('', code)).toBeUndefined()
  expect(
    readStackDump('Stack (most recent call first):\n  File "/lib/x.py", line 1 in f\n  ...', code),
  ).toBeUndefined()
})
