/** Each module of the standard library works, or says what to use instead: no package that a script cannot load is missing. */
import { beforeAll, describe, expect, test } from 'vitest'
import { startPython } from './startPython.ts'

let python: Awaited<ReturnType<typeof startPython>>
beforeAll(async () => {
  python = await startPython(async () => '{"ok":null}')
}, 60_000)

const valueOf = async (code: string): Promise<unknown> => {
  const { status, result, traceback } = await python.run(code)
  expect(status, traceback ?? '').toBe('completed')
  return JSON.parse(result?.['application/json'] ?? 'null')
}

test('every module is imported, or explains itself in a sentence that can be followed', async () => {
  const found = await valueOf(`
import importlib, sys, zipfile
archive = zipfile.ZipFile("/lib/python314.zip").namelist()
modules = {name.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".") for name in archive if name.endswith(".pyc")}
missing, unhelpful = [], []
for name in sorted(modules | sys.stdlib_module_names | {"test", "imp", "distutils", "cgi"}):
    if name.endswith("__main__") or name in ("antigravity", "this"):
        continue
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing.append(name)
        if not str(error).startswith(f"Python here does not have the module {error.name} of the standard library") or "pyodide" in str(error).lower():
            unhelpful.append((name, str(error)))
    except ImportError as error:  # CPython on Linux says the same.
        if "win32 only" not in str(error) and not name.startswith("encodings."):
            unhelpful.append((name, str(error)))
{"tried": len(modules | sys.stdlib_module_names) > 500, "missing": len(missing) < 60, "unhelpful": unhelpful}
`)
  expect(found).toEqual({ tried: true, missing: true, unhelpful: [] })
})

test('what another module imports is explained, too, and find_spec() still finds nothing', async () => {
  expect(
    await valueOf(`
import importlib.util, shelve
def attempt(call):
    try: call()
    except ImportError as error: return str(error)
[attempt(lambda: shelve.open("x")), attempt(lambda: __import__("concurrent.interpreters")), attempt(lambda: __import__("curses.panel")), importlib.util.find_spec("tkinter")]
`),
  ).toEqual([
    'Python here does not have the module dbm of the standard library. Keep values with sqlite3, json or pickle instead.',
    expect.stringContaining('There is one interpreter.'),
    expect.stringContaining('There is no terminal here.'),
    null,
  ])
})

test('a module that a script or a package brings under such a name is no business of ours', async () => {
  expect(
    await valueOf(`
import pathlib, sys
pathlib.Path("test.py").write_text("value = 1")
sys.path.insert(0, ".")
import test
try: import test.support
except ImportError as error: said = str(error)
[test.value, said]
`),
  ).toEqual([1, "No module named 'test.support'; 'test' is not a package"])
})

test('what the runtime puts in place of a builtin is no method either', async () => {
  expect(
    await valueOf(`
import io, time
class Uses:
    open, open_too, sleep, ask = open, io.open, time.sleep, input
uses = Uses()
uses.sleep(0)
with uses.open("/tmp/used", "w") as file, uses.open_too("/tmp/used") as same:
    names = [file.name, same.name]
def attempt(call):
    try: call()
    except Exception as error: return f"{type(error).__name__}: {error}"
[names, attempt(lambda: uses.ask(1, 2)), attempt(open), open.__name__]
`),
  ).toEqual([
    ['/tmp/used', '/tmp/used'],
    expect.stringContaining('takes from 0 to 1 positional arguments but 2 were given'),
    "TypeError: open() missing required argument 'file' (pos 1)",
    'open',
  ])
})

test('a warning of a module that is imported goes to the script', async () => {
  expect(
    await valueOf(`
import sys, warnings
sys.modules.pop("sre_parse", None)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    import sre_parse
[(warning.filename, warning.lineno) for warning in caught]
`),
  ).toEqual([['script.py', 6]])
})

test('a debugger works whose commands come from a stream of the script', async () => {
  expect(
    await valueOf(`
import contextlib, io, pdb, sys
def double(x):
    pdb.Pdb(nosigint=True, readrc=False).set_trace()
    return x * 2
sys.stdin = io.StringIO("p x + 1\\nc\\n")
shown = io.StringIO()
with contextlib.redirect_stdout(shown): doubled = double(3)
sys.stdin = sys.__stdin__
[doubled, "\\n(Pdb) 4\\n" in shown.getvalue()]
`),
  ).toEqual([6, true])
})

test('a warning goes to the file that it is shown in', async () => {
  expect(
    await valueOf(`
import io, warnings
file = io.StringIO()
warnings.showwarning("Explicit", UserWarning, "a.py", 42, file, "a line")
file.getvalue()
`),
  ).toBe('a.py:42: UserWarning: Explicit\n  a line\n')
})

test('getpass() refuses what CPython’s refuses', async () => {
  expect(
    await valueOf(`
import getpass
found = []
for wrong in ("", "ab", "\\n", 1):
    try: getpass.getpass(echo_char=wrong)
    except (TypeError, ValueError) as error: found.append(type(error).__name__)
found
`),
  ).toEqual(['ValueError', 'ValueError', 'ValueError', 'TypeError'])
})

describe('time zones', () => {
  test('are there, all of them, and right', async () => {
    expect(
      await valueOf(`
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones
names = sorted(available_timezones())
zones = [ZoneInfo(name) for name in names[::20]]
berlin, tokyo = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
[
    len(names) > 590,
    datetime(2026, 3, 29, 2, tzinfo=berlin).isoformat(),
    (datetime(2026, 3, 29, 1, 59, tzinfo=berlin) + timedelta(minutes=61)).tzname(),
    datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("America/New_York")).astimezone(tokyo).isoformat(),
    datetime(1900, 1, 1, tzinfo=ZoneInfo("Asia/Kolkata")).utcoffset().total_seconds(),
]
`),
    ).toEqual([true, '2026-03-29T02:00:00+01:00', 'CEST', '2026-07-02T01:00:00+09:00', 19_270])
  })

  test('that are not are said so, without the name of a package to load', async () => {
    const { message, traceback } = await python.run('import zoneinfo\nzoneinfo.ZoneInfo("Europe/Berln")')
    expect(message).toBe("ZoneInfoNotFoundError: 'No time zone found with key Europe/Berln'")
    expect(traceback).not.toContain('loadPackage')
    const first = await startPython(async () => '{"ok":null}')
    expect((await first.run('import zoneinfo\nzoneinfo.ZoneInfo("Nowhere")')).traceback).not.toContain(
      'loadPackage',
    )
  })

  test('have the files that PyPI’s package has', async () => {
    expect(
      await valueOf(
        'from importlib.resources import files\nfiles("tzdata.zoneinfo").joinpath("iso3166.tab").read_text().count("Germany")',
      ),
    ).toBe(1)
  })
})
