import { expect, test } from 'vitest'
import { evaluateMarker, markerEnvironment } from './evaluateMarker.ts'
import { readRequirement } from './readRequirement.ts'

const environment = markerEnvironment({ python: '3.14.2', platform: 'emscripten_5_0_3', arch: 'wasm32' })
const holds = (marker: string, ...extras: string[]) =>
  evaluateMarker(readRequirement(`x; ${marker}`).marker, environment, extras)

test.each([
  'python_version >= "3.9"',
  'python_version > "3.9"',
  '"3.9" <= python_version',
  'python_version == "3.14"',
  'python_version ~= "3.10"',
  'python_version == "3.*"',
  'python_full_version < "3.14.10"',
  'sys_platform == "emscripten"',
  'sys_platform != "win32" and (os_name == "nt" or os_name == "posix")',
  'platform_system in "Linux Emscripten"',
  '"wasm" in platform_machine',
  'sys_platform not in "win32 cygwin"',
  'platform_python_implementation == "CPython"',
  'implementation_name != "pypy"',
])('%s holds here', (marker) => {
  expect(holds(marker)).toBe(true)
})

test.each([
  'python_version < "3.9"',
  'python_version in "2.7 3.6"',
  'python_full_version >= "3.14.3"',
  'sys_platform == "linux"',
  'os_name == "posix" and platform_system == "Windows"',
  'extra == "tests"',
])('%s does not hold here', (marker) => {
  expect(holds(marker)).toBe(false)
})

test('what is for an extra holds for those who ask for it, however it is written', () => {
  expect(holds('extra == "Fast_Paths"', 'fast-paths')).toBe(true)
  expect(holds('extra == "other" and python_version > "3"', 'fast-paths')).toBe(false)
  expect(holds('extra != "other"', 'fast-paths')).toBe(true)
})

test('what has no marker always holds', () => {
  expect(evaluateMarker(readRequirement('x>=1').marker, environment, [])).toBe(true)
})
