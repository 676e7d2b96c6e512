import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStorage } from '../lib/openStorage.ts'
import { createStorage } from '../lib/tests/createStorage.ts'
import { createOpenScript, type OpenScriptStore } from './createOpenScript.ts'

const initial = { name: 'Hello', code: 'print("hello")', workflowId: 'hello' }
let shared: Storage
let open: OpenScriptStore[]

beforeEach(() => {
  vi.useFakeTimers()
  shared = createStorage()
  open = []
})
afterEach(() => {
  for (const script of open) script.dispose()
  vi.useRealTimers()
})

function openTab(own: Storage = createStorage(), page = new EventTarget()) {
  const [tabStorage, sharedStorage] = [openStorage(() => own), openStorage(() => shared)]
  const script = createOpenScript({ initial, page, tabStorage, sharedStorage })
  open.push(script)
  return { script, own, page }
}

test('a first visit begins with the given script', () => {
  expect(openTab().script.getState()).toEqual(initial)
})

test('a change outlives a reload after a moment, or at once when the page goes away', () => {
  const first = openTab()
  first.script.setCode('1')
  vi.advanceTimersByTime(1000)
  expect(openTab(first.own).script.getState()).toEqual({ ...initial, code: '1' })
  first.script.setCode('2')
  expect(openTab(first.own).script.getState().code).toBe('1')
  first.page.dispatchEvent(new Event('pagehide'))
  expect(openTab(first.own).script.getState().code).toBe('2')
})

test('two tabs do not overwrite each other, and a new one begins with what was saved last', () => {
  const [one, two] = [openTab(), openTab()]
  one.script.setCode('one')
  vi.advanceTimersByTime(1000)
  two.script.open({ name: 'Two', code: 'two', workflowId: null })
  vi.advanceTimersByTime(1000)
  expect(openTab(one.own).script.getState().code).toBe('one')
  expect(openTab(two.own).script.getState().code).toBe('two')
  expect(openTab().script.getState()).toEqual({ name: 'Two', code: 'two', workflowId: null })
})

test('a page that goes away without a change leaves what another tab saved', () => {
  const idle = openTab()
  const busy = openTab()
  busy.script.setCode('busy')
  vi.advanceTimersByTime(1000)
  idle.page.dispatchEvent(new Event('pagehide'))
  expect(openTab().script.getState().code).toBe('busy')
})

test.each(['{', '[]', '{"name":"x"}', 'null'])('stored nonsense like %s is passed over', (text) => {
  shared.setItem('eliza.script', text)
  expect(openTab().script.getState()).toEqual(initial)
})

test('a full or forbidden storage costs the reload only', () => {
  shared.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  const { script } = openTab(shared)
  script.setCode('kept on the page')
  vi.advanceTimersByTime(1000)
  expect(script.getState().code).toBe('kept on the page')
  const forbidden = openStorage(() => {
    throw new DOMException('no', 'SecurityError')
  })
  const options = { initial, page: new EventTarget(), tabStorage: forbidden, sharedStorage: forbidden }
  expect(createOpenScript(options).getState()).toEqual(initial)
})

test('listeners hear of a change and not of the same code again', () => {
  const { script } = openTab()
  let heard = 0
  const stop = script.subscribe(() => (heard += 1))
  script.setCode('new')
  script.setCode('new')
  expect(heard).toBe(1)
  stop()
  script.setCode('newer')
  expect(heard).toBe(1)
})
