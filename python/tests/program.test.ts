/** A script is a program: it finds itself in `__main__`, and ends as CPython's do. In fresh runs and in sessions. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startPython, type Outcome } from './startPython.ts'

let python: Awaited<ReturnType<typeof startPython>>
beforeAll(async () => {
  python = await startPython(async () => '{"ok":null}')
}, 60_000)
beforeEach(() => {
  python.takeOutput()
})

const expectValue = ({ status, result, traceback }: Outcome, json: string) => {
  expect(status, traceback ?? '').toBe('completed')
  expect(result?.['application/json'] ?? null).toBe(json)
}

/** Definitions, what is asked of them, and the answer of CPython 3.14. */
const programs: readonly [what: string, definitions: string, question: string, json: string][] = [
  [
    'unittest.main',
    'import unittest\nclass Sums(unittest.TestCase):\n    def test_sum(self): self.assertEqual(1 + 1, 2)\n    def test_bad(self): self.assertEqual(1, 2)',
    'found = unittest.main(exit=False).result\n[found.testsRun, len(found.failures)]',
    '[2,1]',
  ],
  [
    'doctest.testmod',
    'import doctest\ndef double(n):\n    """\n    >>> double(2)\n    4\n    """\n    return 2 * n',
    '[*doctest.testmod()][:2]',
    '[0,1]',
  ],
  [
    'a ClassVar under postponed annotations',
    'from __future__ import annotations\nimport dataclasses\nfrom typing import ClassVar\n@dataclasses.dataclass\nclass Point:\n    x: int\n    count: ClassVar[int] = 0',
    '[field.name for field in dataclasses.fields(Point)]',
    '["x"]',
  ],
  [
    'pickle of a class, a namedtuple, an Enum and a function',
    'import pickle, enum, collections, typing\nclass Box:\n    def __init__(self, n): self.n = n\nPair = collections.namedtuple("Pair", "a b")\nclass Typed(typing.NamedTuple):\n    x: int\nclass Colour(enum.Enum):\n    RED = 1\ndef work(n): return n + 1',
    'back = pickle.loads(pickle.dumps([Box(1), Pair(1, 2), Typed(3), Colour.RED, work]))\n[back[0].n, back[1].b, back[2].x, back[3] is Colour.RED, back[4] is work]',
    '[1,2,3,true,true]',
  ],
  [
    'typing.get_type_hints',
    'import typing\nclass Node:\n    next: "Node"',
    'typing.get_type_hints(Node)["next"] is Node',
    'true',
  ],
  [
    'mock.patch',
    'from unittest import mock\ndef fetch(): return "real"\ndef use(): return fetch()',
    'with mock.patch("__main__.fetch", return_value="mocked"):\n    inside = use()\n[inside, use()]',
    '["mocked","real"]',
  ],
  [
    'timeit',
    'import timeit\ndef f(): return 1',
    'timeit.timeit("f()", setup="from __main__ import f", number=3) >= 0',
    'true',
  ],
  [
    'cProfile',
    'import cProfile\ncalls = []\ndef f(): calls.append(1)',
    'cProfile.run("f()", sort="name")\nlen(calls)',
    '1',
  ],
  [
    'inspect.getsource',
    'import inspect\n@str\ndef nothing(): pass\nclass Small:\n    size = 1\ndef f(): return 2',
    '[inspect.getsource(Small), inspect.getsource(f)]',
    '["class Small:\\n    size = 1\\n","def f(): return 2\\n"]',
  ],
  [
    'import __main__',
    'import sys\nanswer = 42',
    'import __main__\n__main__.later = 1\n[__main__.answer, later, vars(__main__) is globals(), sys.modules["__main__"] is __main__, __main__.__spec__]',
    '[42,1,true,true,null]',
  ],
  [
    'sys.argv and __file__',
    'import sys, os',
    '[sys.argv == [__file__], os.path.splitext(__file__)[1]]',
    '[true,".py"]',
  ],
  [
    'runpy',
    'import runpy, sys\nmine = 1',
    'import pathlib\npathlib.Path("other.py").write_text("x = __name__")\n[runpy.run_path("other.py", run_name="__main__")["x"], sys.modules["__main__"].mine]',
    '["__main__",1]',
  ],
  [
    'its own file, also when linecache is cleared',
    'import linecache, traceback\ndef f(): 1 / 0',
    'linecache.clearcache()\ntry: f()\nexcept ZeroDivisionError: shown = traceback.format_exc()\n[open(__file__).read().count("shown"), "def f(): 1 / 0" in shown]',
    '[3,true]',
  ],
  [
    'a functional Enum',
    'import enum, pickle\nKind = enum.Enum("Kind", "A B")',
    '[Kind.__module__, pickle.loads(pickle.dumps(Kind.A)) is Kind.A]',
    '["__main__",true]',
  ],
]

describe('a script finds itself', () => {
  test.for(programs)('by %s', async ([, definitions, question, json]) => {
    expectValue(await python.run(`${definitions}\n${question}`), json)
  })

  test.for(programs)('in the cell after, by %s', async ([, definitions, question, json]) => {
    expect(await python.run(definitions, true)).toMatchObject({ status: 'completed' })
    expectValue(await python.run(question, true), json)
  })

  test('by inspect.getfile, which is one of its module, also for a class without a module', async () => {
    const source =
      'import inspect\nclass Meta(type):\n    @property\n    def __module__(cls): raise AttributeError\nclass A(metaclass=Meta): pass\ntry: inspect.getfile(A)\nexcept TypeError: refused = True\n[refused, inspect.getfile.__module__, inspect.getfile.__name__]'
    expectValue(await python.run(source), '[true,"inspect","getfile"]')
  })

  test('and not what another left in sys.modules, also with a session between', async () => {
    await python.run('import sys, types\nleft = 1\nsys.modules["__main__"] = types.ModuleType("other")')
    await python.run('kept = 2', true)
    expectValue(
      await python.run('import __main__\n[hasattr(__main__, "left"), hasattr(__main__, "kept")]'),
      '[false,false]',
    )
    expectValue(await python.run('import __main__\n__main__.kept', true), '2')
  })

  test('and of two classes of a session, each by its own source', async () => {
    await python.run('import inspect\nclass One:\n    first = 1', true)
    await python.run('# two\nclass Two:\n    second = 2', true)
    expectValue(
      await python.run('[inspect.getsource(One), inspect.getsource(Two)]', true),
      String.raw`["class One:\n    first = 1\n","class Two:\n    second = 2\n"]`,
    )
  })
})

describe('the text of a script', () => {
  test.for([
    ['    x = 1\n    if x:\n        x += 1\n    x', '2'],
    ['\n\n\t# tabs\n\tx = 3\n\tx', '3'],
    ['  x = """\nat the margin\n  """\n  len(x)', '15'],
    ['    # a comment\nx = 1\nif x:\n    x = 5\nx', '5'],
    ['  # requirements: none\n  7', '7'],
    ['\uFEFFx = 6\nx', '6'],
    ['\uFEFF    8', '8'],
  ] as const)('%j is read', async ([source, json]) => {
    expectValue(await python.run(source), json)
    expectValue(await python.run(source, true), json)
  })

  test.for(['', ' ', '\n\n', '\uFEFF', '# nothing', '    # nothing'])('%j completes', async (source) => {
    expect(await python.run(source)).toMatchObject({ status: 'completed', result: null })
  })

  test('keeps its line numbers when it is dedented, and those after a form feed or U+2028', async () => {
    expect(await python.run('\n    x = 1\n    x / 0')).toMatchObject({ line: 3 })
    const { traceback } = await python.run('x = "\u2028\x0c"\r\ny = 1\n1 / 0')
    expect(traceback).toContain('line 3, in <module>\n    1 / 0\n    ~~^~~\n')
  })

  test('is still refused if only a part of it is indented', async () => {
    expect(await python.run('x = 1\n  y = 2')).toMatchObject({
      message: 'IndentationError: unexpected indent',
      line: 2,
    })
  })
})

describe('the end of a script', () => {
  const atExit =
    'import atexit, weakref\natexit.register(print, "exit 1")\natexit.register(print, "exit 2")\nclass A: pass\na = A()\nweakref.finalize(a, print, "finalized")\n'

  test.for([
    ['', 'completed'],
    ['1 / 0', 'failed'],
    ['import sys\nsys.exit(2)', 'failed'],
  ] as const)(
    'after %j calls what atexit and weakref.finalize registered, the last first',
    async ([end, status]) => {
      expect(await python.run(`${atExit}${end}`)).toMatchObject({ status })
      expect(python.takeOutput()).toBe('finalized\nexit 2\nexit 1\n')
      await python.run('1')
      expect(python.takeOutput(), 'the next run').toBe('')
      await python.run(atExit)
      expect(python.takeOutput(), 'again').toBe('finalized\nexit 2\nexit 1\n')
    },
  )

  test('prints the error of such a function, and calls the others', async () => {
    await python.run('import atexit\natexit.register(print, "still")\natexit.register(lambda: 1 / 0)')
    expect(python.takeOutput()).toMatch(/ZeroDivisionError: division by zero\n[^]*still\n$/)
  })

  test('flushes the handlers of logging', async () => {
    await python.run(
      'import logging, logging.handlers, sys\nlog = logging.getLogger("mine")\nlog.addHandler(logging.handlers.MemoryHandler(9, flushLevel=99, target=logging.StreamHandler(sys.stdout)))\nlog.warning("kept back")',
    )
    expect(python.takeOutput()).toBe('kept back\n')
  })

  test('closes async generators that are open', async () => {
    await python.run(
      'async def numbers():\n    try:\n        yield 1\n    finally:\n        print("closed")\ngenerator = numbers()\nawait anext(generator)',
    )
    expect(python.takeOutput()).toBe('closed\n')
  })

  test.for([false, true])('ends what watches it by sys.monitoring, in a session: %s', async (inSession) => {
    await python.run('import sys\nsys.monitoring.use_tool_id(2, "coverage")', inSession)
    expectValue(await python.run('import sys\nsys.monitoring.get_tool(2) is None', inSession), 'true')
  })

  test('is not the end of a cell of a session', async () => {
    await python.run(
      `${atExit}async def numbers():\n    yield 1\n    yield 2\ngenerator = numbers()\nawait anext(generator)`,
      true,
    )
    expectValue(await python.run('await anext(generator)', true), '2')
    expect(python.takeOutput()).toBe('')
  })
})

describe('an error of a task', () => {
  const fail = 'async def fail():\n    raise ValueError("unheard")\n'

  test('that the script catches later is not told', async () => {
    await python.run(
      `${fail}task = asyncio.create_task(fail())\nawait asyncio.sleep(0.01)\ntry:\n    await task\nexcept ValueError:\n    print("caught")`,
    )
    expect(python.takeOutput()).toBe('caught\n')
    await python.run(
      `${fail}task = asyncio.create_task(fail())\nawait asyncio.sleep(0.01)\nrepr(task.exception())`,
    )
    expect(python.takeOutput()).toBe('')
  })

  test.for([
    `${fail}task = asyncio.create_task(fail())\nawait asyncio.sleep(0.01)`,
    `${fail}future = asyncio.get_running_loop().create_future()\nfuture.set_exception(ValueError("unheard"))\nawait asyncio.sleep(0.01)`,
    `${fail}async def main():\n    global task\n    task = asyncio.create_task(fail())\n    await asyncio.sleep(0.01)\nasyncio.run(main())`,
  ])('that nobody retrieves is told once: %j', async (source) => {
    await python.run(source)
    const told = python.takeOutput()
    expect(told.match(/exception was never retrieved/g)).toHaveLength(1)
    expect(told).toContain('ValueError: unheard')
  })

  test('of a cell may be caught in the next one', async () => {
    await python.run(`${fail}task = asyncio.create_task(fail())\nawait asyncio.sleep(0.01)`, true)
    await python.run('try:\n    await task\nexcept ValueError:\n    print("caught")', true)
    expect(python.takeOutput()).toBe('caught\n')
  })
})

/** Without the page: Node cannot suspend Python. With it, supabase/tests/pythonExecutor.test.ts and e2e/conformance. */
describe('a loop of the script', () => {
  test.for([
    [
      'asyncio.run, debug',
      'async def main(): return asyncio.get_running_loop().get_debug()\nasyncio.run(main(), debug=True)',
      'true',
    ],
    [
      'asyncio.run, other tasks',
      'async def main():\n    task = asyncio.create_task(asyncio.sleep(9))\n    await asyncio.sleep(0)\n    others = asyncio.all_tasks() - {asyncio.current_task()}\n    for other in others: other.cancel()\n    await asyncio.gather(*others, return_exceptions=True)\n    return [len(others), task.cancelled()]\nasyncio.run(main())',
      '[1,true]',
    ],
    [
      'asyncio.run, what it leaves',
      'ended = []\nasync def wait():\n    try: await asyncio.sleep(9)\n    finally: ended.append("task")\nasync def numbers():\n    try: yield 1\n    finally: ended.append("generator")\nasync def main():\n    global generator\n    asyncio.create_task(wait())\n    generator = numbers()\n    await anext(generator)\nasyncio.run(main())\nended',
      '["task","generator"]',
    ],
    [
      'asyncio.Runner',
      'with asyncio.Runner() as runner:\n    values = [runner.run(asyncio.sleep(0, n)) for n in range(2)]\nvalues',
      '[0,1]',
    ],
    [
      'a Runner of asyncio.EventLoop',
      'with asyncio.Runner(loop_factory=asyncio.EventLoop) as runner:\n    value = runner.run(asyncio.sleep(0.01, 1))\nvalue',
      '1',
    ],
    [
      'run_forever',
      'loop = asyncio.new_event_loop()\nseen = []\nloop.call_later(0.01, seen.append, 1)\nloop.call_later(0.02, loop.stop)\nloop.run_forever()\nloop.close()\nseen',
      '[1]',
    ],
    [
      'run_until_complete, and an await after it',
      'loop = asyncio.new_event_loop()\nasyncio.set_event_loop(loop)\nvalue = loop.run_until_complete(asyncio.sleep(0.01, 5))\nloop.close()\nawait asyncio.sleep(0.01, value)',
      '5',
    ],
    [
      "a loop of the script's own class",
      'class Simulated(asyncio.base_events.BaseEventLoop):\n    def __init__(self):\n        super().__init__()\n        self._selector, self.now = self, 0\n    def time(self): return self.now\n    def select(self, timeout):\n        self.now += timeout or 0\n        return []\n    def _process_events(self, events): pass\nloop = Simulated()\nvalue = loop.run_until_complete(asyncio.sleep(3600, 5))\nloop.close()\n[value, loop.now]',
      '[5,3600]',
    ],
    [
      'SelectorEventLoop with a selector',
      'import selectors\nloop = asyncio.SelectorEventLoop(selectors.DefaultSelector())\nvalue = loop.run_until_complete(asyncio.sleep(0.01, 5))\nloop.close()\nvalue',
      '5',
    ],
    [
      'debug mode, and where a callback, a timer and a task were made',
      'async def main():\n    loop = asyncio.get_running_loop()\n    soon, later = loop.call_soon(id, 1), loop.call_later(0, id, 1)\n    made = [soon, later, loop.create_task(asyncio.sleep(0))]\n    await made[2]\n    return [[frame.filename == __file__ or frame.name for frame in each._source_traceback][-1] for each in made]\nasyncio.run(main(), debug=True)',
      '[true,true,true]',
    ],
    [
      'an eager task that fails, without a reference cycle',
      'import gc, weakref\nclass Mark: pass\nasync def fail(mark): raise ValueError\nasync def main():\n    loop = asyncio.get_running_loop()\n    loop.set_task_factory(asyncio.eager_task_factory)\n    mark = Mark()\n    found = weakref.ref(mark)\n    task = loop.create_task(fail(mark))\n    task.exception()\n    del mark, task\n    return found() is None\ngc.disable()\ngone = asyncio.run(main())\ngc.enable()\ngone',
      'true',
    ],
    [
      'IsolatedAsyncioTestCase',
      'import unittest\nclass Waits(unittest.IsolatedAsyncioTestCase):\n    async def asyncSetUp(self): self.value = await asyncio.sleep(0.01, 1)\n    async def test_it(self): self.assertEqual(self.value, 1)\nfound = unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(Waits))\n[found.testsRun, found.wasSuccessful()]',
      '[1,true]',
    ],
    [
      'an eager task factory',
      'asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)\nasync def four(): return 4\ntask = asyncio.create_task(four(), name="four")\n[task.done(), task.get_name(), await task]',
      '[true,"four",4]',
    ],
    [
      'a task that starts eagerly',
      'async def four(): return 4\ntask = asyncio.create_task(four(), eager_start=True, name="four")\n[task.done(), repr(task)]',
      `[true,"<Task finished name='four' result=4>"]`,
    ],
    [
      'a factory that makes nothing of use',
      'asyncio.get_running_loop().set_task_factory(lambda loop, coroutine, **options: coroutine.close())\n1',
      '1',
    ],
    [
      'a policy of asyncio',
      'import warnings\nwarnings.simplefilter("ignore")\nasyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())\nasyncio.new_event_loop().run_until_complete(asyncio.sleep(0.01, 2))',
      '2',
    ],
    [
      'a loop in a loop is refused',
      'async def inner(): pass\nasync def main():\n    given = inner()\n    try: asyncio.run(given)\n    except RuntimeError as error: return str(error)\n    finally: given.close()\nasyncio.run(main())',
      '"asyncio.run() cannot be called from a running event loop"',
    ],
  ] as const)('runs: %s', async ([, source, json]) => {
    expectValue(await python.run(source), json)
    expectValue(await python.run('await asyncio.sleep(0, "next")'), '"next"')
    expectValue(await python.run(source, true), json)
    expectValue(await python.run('await asyncio.sleep(0, "next")', true), '"next"')
  })

  test('that can only wait for the page says so', async () => {
    const { message } = await python.run(
      'async def main(): return await tools.get_mining_stats()\nasyncio.run(main())',
    )
    expect(message).toMatch(/^RuntimeError: This browser cannot pause Python/)
    for (const source of ['loop.run_forever()', 'loop.run_until_complete(asyncio.sleep(0))'])
      expect(await python.run(`loop = asyncio.get_event_loop()\n${source}`)).toMatchObject({ message })
  })

  test('is not found by the next run', async () => {
    await python.run(
      'loop = asyncio.new_event_loop()\nasyncio.set_event_loop(loop)\nasyncio.get_running_loop().set_debug(True)\nasyncio.get_running_loop().set_exception_handler(print)',
    )
    const source =
      'loop = asyncio.get_event_loop()\n[loop is asyncio.get_running_loop(), loop.get_debug(), await asyncio.sleep(0, 1)]'
    expectValue(await python.run(source), '[true,false,1]')
  })

  test.for([
    'await asyncio.to_thread(sum, [1, 2])',
    'await asyncio.get_running_loop().run_in_executor(None, sum, [1, 2])',
    'asyncio.run(asyncio.to_thread(sum, [1, 2]))',
  ])('%s says once that nothing else runs', async (source) => {
    expectValue(await python.run(`${source}\n${source}`), '3')
    expect(python.takeOutput().match(/run the function at once: tasks and time limits wait/g)).toHaveLength(1)
  })
})

describe('IPython.display', () => {
  const png = 'bytes.fromhex("89504e470d0a1a0a")'
  test.for([
    ['Markdown("**b**")', { 'text/markdown': '**b**' }],
    ['HTML("<b>b</b>")', { 'text/html': '<b>b</b>' }],
    ['Latex("$x$")', { 'text/latex': '$x$' }],
    ['Math("x")', { 'text/latex': String.raw`$\displaystyle x$` }],
    ['SVG("<svg/>")', { 'image/svg+xml': '<svg/>' }],
    ['JSON({"a": 1})', { 'application/json': '{"a":1}' }],
    ['JSON("[1]")', { 'application/json': '[1]' }],
    ['Code("x = 1")', { 'text/markdown': '```python\nx = 1\n```' }],
    ['Pretty("plain")', { 'text/plain': 'plain' }],
    [`Image(${png})`, { 'image/png': 'iVBORw0KGgo=' }],
    [
      `Image(data=${png}, width=20)`,
      { 'text/html': '<img src="data:image/png;base64,iVBORw0KGgo=" width="20">' },
    ],
    ['Image(filename="a.png")', { 'image/png': 'iVBORw0KGgo=' }],
    ['Image("a.png")', { 'image/png': 'iVBORw0KGgo=' }],
  ] as const)('shows %s', async ([made, forms]) => {
    const script = `from IPython.display import *\nimport pathlib\n_ = pathlib.Path("a.png").write_bytes(${png})\ndisplay(${made}, metadata={})\n${made}`
    const { status, result, traceback } = await python.run(script)
    expect(status, traceback ?? '').toBe('completed')
    expect(result).toMatchObject(forms)
    expect(python.takeShown()).toEqual([result])
  })

  test('loads nothing from the network, and says what to do', async () => {
    for (const made of [
      'Image(url="https://example.com/a.png")',
      'Image("https://example.com/a.png")',
      'HTML(url="https://example.com")',
    ])
      expect((await python.run(`from IPython.display import *\n${made}`)).message).toContain(
        'loads nothing from the network',
      )
    expect((await python.run('from IPython.display import Image\nImage(data=b"GIF89a")')).message).toContain(
      'use PNG or JPEG',
    )
  })

  test('is no shell', async () => {
    expect(await python.run('from IPython import get_ipython\nget_ipython() is None')).toMatchObject({
      result: { 'text/plain': 'True' },
    })
  })
})
