import type { PyodideAPI } from 'pyodide'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PackageFile, Packages } from '../../contract/run/workerProtocol.ts'
import { buildNativeModule } from '../../dev/twins/buildNativeModule.ts'
import { buildWheel, type Wheel } from '../../dev/twins/buildWheel.ts'
import { loadPython } from '../../python/tests/loadPython.ts'
import { createPackageInstaller, type PackageInstaller } from './createPackageInstaller.ts'
import { limitFiles } from './limitFiles.ts'

const fileBytes = 1_000_000
let python: PyodideAPI
let installer: PackageInstaller

async function start(): Promise<void> {
  python = await loadPython()
  installer = createPackageInstaller(python, limitFiles(python, fileBytes))
}

const file = ({ name, fileName, bytes }: Wheel): PackageFile => ({
  name,
  fileName,
  folder: 'site',
  bytes: bytes.slice().buffer,
})

/** Prepares a script, whose page has these packages; gives what it was asked for. */
async function prepare(code: string, packages: Partial<Packages> = {}) {
  const asked: string[][] = []
  const refusal = await installer.prepare(code, (imports) => {
    asked.push([...imports])
    installer.receive({ wheels: [], missing: [], ...packages })
  })
  return { asked, refusal }
}

const write = (name: string, bytes: number): unknown =>
  python.runPython(`
try:
    with open("/tmp/${name}", "wb") as file: file.write(bytes(${bytes}))
    said = "written"
except OSError as error:
    said = error.strerror
said`)

describe('before anything is installed', () => {
  beforeAll(start, 60_000)
  test.each([
    '1 + 1',
    'import json, os.path\nfrom collections.abc import Iterable',
    'import eliza_tools, js, pyodide.ffi',
    'from . import sibling\nfrom .. import parent',
    '"import numpy"',
    'import numpy as\n',
    'import tkinter',
  ])('nothing is asked for by %j', async (code) => {
    expect(await prepare(code)).toEqual({ asked: [], refusal: null })
  })

  test('whatever is imported anywhere in a script and is not there is asked for, once, by its top name', async () => {
    const code = `
import json, numpy.linalg as linalg
from PIL.Image import open
def later():
    try: import numpy, lxml
    except ImportError: pass
`
    expect((await prepare(code)).asked).toEqual([['PIL', 'lxml', 'numpy']])
  })

  test('requirements are asked for without an import too', async () => {
    expect((await prepare('# requirements: cowsay\n1')).asked).toEqual([[]])
  })
})

describe('with what the page sends', () => {
  beforeEach(start, 60_000)
  test('a wheel with a compiled module is there when the script begins', async () => {
    const wheel = buildWheel({
      name: 'with-native',
      files: {
        'with_native/__init__.py': 'from . import fast',
        'with_native/fast.so': buildNativeModule('fast', 'made by hand'),
      },
    })
    expect((await prepare('import with_native', { wheels: [file(wheel)] })).refusal).toBeNull()
    expect(python.runPython('import with_native; with_native.fast.__doc__')).toBe('made by hand')
    expect(python.runPython('import importlib.metadata as m; m.version("with-native")')).toBe('1.0')
  })

  test('what packages hold does not count as the files of the script', async () => {
    const wheel = buildWheel({
      name: 'large',
      files: { 'large/__init__.py': '', 'large/data': new Uint8Array(5 * fileBytes) },
    })
    expect((await prepare('import large', { wheels: [file(wheel)] })).refusal).toBeNull()
    expect(write('own', fileBytes * 0.9)).toBe('written')
    expect(write('own', fileBytes * 1.1)).toBe('No space left on device')
  })

  test('packages of a later script of a session leave what the earlier ones wrote counted', async () => {
    const wheels = ['first', 'second'].map((name) =>
      file(buildWheel({ name, files: { [`${name}/__init__.py`]: `name = "${name}"` } })),
    )
    await prepare('import first', { wheels: wheels.slice(0, 1) })
    expect(write('own', fileBytes * 0.6)).toBe('written')
    expect((await prepare('import first, second', { wheels: wheels.slice(1) })).asked).toEqual([['second']])
    expect(python.runPython('import first, second; first.name + second.name')).toBe('firstsecond')
    expect(write('more', fileBytes * 0.6)).toBe('No space left on device')
    expect(write('more', fileBytes * 0.3)).toBe('written')
  })

  test('an import that cannot be had says why at its line, and may be caught', async () => {
    const message = 'numpy could not be fetched.'
    await prepare('import numpy', { missing: [{ name: 'numpy', message }] })
    const said = python.runPython(`
import importlib.util
def attempt(statement):
    try: exec(statement)
    except ModuleNotFoundError as error: return f"{error.name}: {error}"
[attempt("import numpy"), attempt("from numpy.linalg import norm"), attempt("import other"), importlib.util.find_spec("numpy")]`)
    expect(said.toJs()).toEqual([
      `numpy: ${message}`,
      `numpy: ${message}`,
      "other: No module named 'other'",
      undefined,
    ])
  })

  test('a module of the standard library that no browser has says so', async () => {
    await prepare('import tkinter')
    expect(() => python.runPython('import tkinter')).toThrow('Python here does not have the module tkinter')
  })

  test('what is no archive is refused with a sentence', async () => {
    const broken = { ...file(buildWheel({ name: 'broken', files: {} })), bytes: new ArrayBuffer(10) }
    const { refusal } = await prepare('import broken', { wheels: [broken] })
    expect(refusal).toMatch(/^broken arrived, but could not be installed: .*(zip|archive)/i)
  })

  test('names that lead out of the folder of packages are left out', async () => {
    const wheel = buildWheel({
      name: 'hostile',
      files: { 'hostile.py': '', '../../../../lib/eliza_out.py': '', '/tmp/absolute.py': '' },
    })
    expect((await prepare('import hostile', { wheels: [file(wheel)] })).refusal).toBeNull()
    expect(
      python
        .runPython('import os; [os.path.exists("/lib/eliza_out.py"), os.path.exists("/tmp/absolute.py")]')
        .toJs(),
    ).toEqual([false, false])
  })
})
