import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStorage } from '../../lib/openStorage.ts'
import { createStorage } from '../../lib/tests/createStorage.ts'
import { createOpenScripts, type OpenScriptsStore } from './createOpenScripts.ts'
import { activeScript } from './openScripts.ts'

const initial = { name: 'Hello', code: 'print("hello")', workflowId: 'hello' }
const example = { name: 'Example', code: 'example', workflowId: 'example' }
let shared: Storage
let open: OpenScriptsStore[]

beforeEach(() => {
  vi.useFakeTimers()
  shared = createStorage()
  open = []
})
afterEach(() => {
  for (const scripts of open) scripts.dispose()
  vi.useRealTimers()
})

function openTab(own: Storage = createStorage(), page = new EventTarget()) {
  const [tabStorage, sharedStorage] = [openStorage(() => own), openStorage(() => shared)]
  const scripts = createOpenScripts({ initial, page, tabStorage, sharedStorage })
  open.push(scripts)
  return { scripts, own, page, active: () => activeScript(scripts.getState()) }
}
const names = ({ scripts }: ReturnType<typeof openTab>) => scripts.getState().scripts.map(({ name }) => name)

test('a first visit begins with the given script', () => {
  const tab = openTab()
  expect(tab.active()).toMatchObject(initial)
  expect(names(tab)).toEqual(['Hello'])
})

test('a change outlives a reload after a moment, or at once when the page goes away', () => {
  const first = openTab()
  first.scripts.setCode('1')
  vi.advanceTimersByTime(1000)
  expect(openTab(first.own).active()).toMatchObject({ ...initial, code: '1' })
  first.scripts.setCode('2')
  expect(openTab(first.own).active().code).toBe('1')
  first.page.dispatchEvent(new Event('pagehide'))
  expect(openTab(first.own).active().code).toBe('2')
})

test('saving stores at once, so that a crash loses nothing', async () => {
  const first = openTab()
  first.scripts.setCode('before the crash')
  expect(await first.scripts.save()).toBe(true)
  expect(openTab().active().code).toBe('before the crash')
})

test('a script opens in a tab of its own, once', () => {
  const tab = openTab()
  tab.scripts.setCode('my own work')
  tab.scripts.open(example)
  expect(tab.active()).toMatchObject(example)
  tab.scripts.activate(tab.scripts.getState().scripts[0]?.id ?? '')
  expect(tab.active().code).toBe('my own work')
  tab.scripts.open(example)
  expect(names(tab)).toEqual(['Hello', 'Example'])
  tab.scripts.setCode('the example, changed')
  tab.scripts.open(example)
  expect(names(tab)).toEqual(['Hello', 'Example', 'Example'])
  expect(tab.active().code).toBe('example')
})

test('new scripts are empty and have names of their own', () => {
  const tab = openTab()
  tab.scripts.create()
  tab.scripts.create()
  expect(names(tab)).toEqual(['Hello', 'Untitled', 'Untitled 2'])
  expect(tab.active()).toMatchObject({ name: 'Untitled 2', code: '', workflowId: null })
})

test('a script is renamed, but not to nothing', () => {
  const tab = openTab()
  const { id } = tab.active()
  tab.scripts.rename(id, '  Prices ')
  tab.scripts.rename(id, ' ')
  expect(names(tab)).toEqual(['Prices'])
})

test('a closed script leaves its neighbour in front and comes back where it was', () => {
  const tab = openTab()
  tab.scripts.open(example)
  tab.scripts.create()
  const [, second] = tab.scripts.getState().scripts
  tab.scripts.activate(second?.id ?? '')
  const undo = tab.scripts.close(second?.id ?? '')
  expect(names(tab)).toEqual(['Hello', 'Untitled'])
  expect(tab.active().name).toBe('Untitled')
  undo()
  expect(names(tab)).toEqual(['Hello', 'Example', 'Untitled'])
  expect(tab.active()).toEqual(second)
})

test('closing the last script leaves an empty one', () => {
  const tab = openTab()
  const undo = tab.scripts.close(tab.active().id)
  expect(tab.active()).toMatchObject({ name: 'Untitled', code: '' })
  undo()
  expect(tab.active()).toMatchObject(initial)
})

test('two tabs do not overwrite each other, and a new one begins with what was saved last', () => {
  const [one, two] = [openTab(), openTab()]
  one.scripts.setCode('one')
  vi.advanceTimersByTime(1000)
  two.scripts.open(example)
  vi.advanceTimersByTime(1000)
  expect(openTab(one.own).active().code).toBe('one')
  expect(openTab(two.own).active().code).toBe('example')
  expect(openTab().active()).toMatchObject(example)
})

test('a page that goes away without a change leaves what another tab saved', () => {
  const idle = openTab()
  const busy = openTab()
  busy.scripts.setCode('busy')
  vi.advanceTimersByTime(1000)
  idle.page.dispatchEvent(new Event('pagehide'))
  expect(openTab().active().code).toBe('busy')
})

test.each(['{', '[]', '{"scripts":[],"activeId":""}', 'null'])(
  'stored nonsense like %s is passed over',
  (text) => {
    shared.setItem('eliza.scripts', text)
    expect(openTab().active()).toMatchObject(initial)
  },
)

test('a full or forbidden storage costs the reload only, and is told', async () => {
  shared.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  const { scripts, active } = openTab(shared)
  scripts.setCode('kept on the page')
  expect(await scripts.save()).toBe(false)
  expect(active().code).toBe('kept on the page')
  const forbidden = openStorage(() => {
    throw new DOMException('no', 'SecurityError')
  })
  const options = { initial, page: new EventTarget(), tabStorage: forbidden, sharedStorage: forbidden }
  expect(activeScript(createOpenScripts(options).getState())).toMatchObject(initial)
})

test('listeners hear of a change and not of the same code again', () => {
  const { scripts } = openTab()
  let heard = 0
  const stop = scripts.subscribe(() => (heard += 1))
  scripts.setCode('new')
  scripts.setCode('new')
  expect(heard).toBe(1)
  stop()
  scripts.setCode('newer')
  expect(heard).toBe(1)
})

test('what a tab makes of another tab’s version says of which', async () => {
  const first = openTab()
  first.scripts.setCode('1')
  await first.scripts.save()
  const second = openTab()
  second.scripts.setCode('2')
  second.scripts.setCode('3')
  expect(second.active().changed?.from).toEqual(first.active().changed)
})
