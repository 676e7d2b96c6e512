/** Set-up of the tests that share a module graph: a file that leaves clocks, globals, variables or spies changed fails by itself. */
import { afterAll, beforeAll, expect, vi } from 'vitest'

/** There the test runner and libraries keep state that lives as long as their modules. */
const isOfLibraries = (name: string): boolean => name.startsWith('__')

const look = () => ({
  globals: new Map(
    Object.getOwnPropertyNames(globalThis)
      .filter((name) => !isOfLibraries(name))
      .map((name) => [name, Reflect.get(globalThis, name)]),
  ),
  environment: { ...process.env },
  exitCode: process.exitCode,
})

let before: ReturnType<typeof look>
beforeAll(() => {
  before = look()
})
afterAll(() => {
  expect(vi.isFakeTimers(), 'the clock is a fake one').toBe(false)
  const { globals, environment, exitCode } = look()
  const changed = [...globals.keys(), ...before.globals.keys()].filter(
    (name) => !Object.is(globals.get(name), before.globals.get(name)),
  )
  expect([...new Set(changed)]).toEqual([])
  expect(environment).toEqual(before.environment)
  expect(exitCode).toBe(before.exitCode)
})
