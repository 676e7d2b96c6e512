/** Scripts that never end by themselves, each in its own way; the calls wait for a function that answers late. */
export const endlessScripts: readonly [what: string, code: string][] = [
  ['a loop', 'while True: pass'],
  ['C code', 'sum(range(10**12))'],
  ['a regular expression', 'import re\nre.match(r"(a+)+$", "a" * 40 + "b")'],
  ['time.sleep', 'import time\ntime.sleep(600)'],
  ['an await', 'await asyncio.sleep(600)'],
  ['turns of the event loop', 'while True: await asyncio.sleep(0)'],
  ['a pending tool call', 'await tools.invoke_function("waits", {"ms": 20_000})'],
  [
    'prints to both streams in turn',
    'import sys\nwhile True:\n    print("out")\n    print("err", file=sys.stderr)',
  ],
  ['progress without end', 'while True: progress(1, "x" * 200)'],
  [
    'code that catches everything',
    'while True:\n    try:\n        await asyncio.sleep(600)\n    except BaseException:\n        pass',
  ],
]
