import { defaultLimits } from '../../contract/run/workerProtocol.ts'
import { expect, test } from 'vitest'
import { openStorage } from '../../lib/openStorage.ts'
import { createStorage } from '../../lib/tests/createStorage.ts'
import { createPreferences } from './createPreferences.ts'

const defaults = {
  theme: 'system',
  panes: {},
  ...defaultLimits,
  runsOnServer: false,
  approvals: { write: 'ask', spend: 'allow', browse: 'ask' },
  allowedHosts: [],
  packageFolder: null,
}

const browser = (stored?: string) => {
  const kept = createStorage()
  if (stored !== undefined) kept.setItem('eliza.preferences', stored)
  const storage = openStorage(() => kept)
  const openTab = () => {
    const page = new EventTarget()
    return { page, preferences: createPreferences({ page, storage }) }
  }
  return { kept, openTab }
}

test('what is chosen is there again after a reload', () => {
  const { openTab } = browser()
  expect(openTab().preferences.getState()).toEqual(defaults)
  openTab().preferences.update({ theme: 'dark' })
  openTab().preferences.update({ panes: { scripts: { editor: 60, output: 40 } } })
  expect(openTab().preferences.getState()).toEqual({
    ...defaults,
    theme: 'dark',
    panes: { scripts: { editor: 60, output: 40 } },
  })
})

test('other tabs follow at once', () => {
  const { openTab } = browser()
  const [one, two] = [openTab(), openTab()]
  one.preferences.update({ theme: 'light' })
  two.page.dispatchEvent(Object.assign(new Event('storage'), { key: 'eliza.preferences' }))
  expect(two.preferences.getState().theme).toBe('light')
})

test.each(['{', 'null', '7', '{"theme":"pink","panes":{"a":{"b":"wide"}},"approvals":{"write":"never"}}'])(
  'stored nonsense like %s gives defaults',
  (text) => {
    expect(browser(text).openTab().preferences.getState()).toEqual(defaults)
  },
)

test('one damaged part does not spoil the other', () => {
  const { openTab } = browser('{"theme":"dark","panes":3}')
  expect(openTab().preferences.getState()).toEqual({ ...defaults, theme: 'dark' })
})

test.each(['{"runSeconds":0}', '{"runSeconds":601}', '{"runSeconds":"x"}', '{"memoryMegabytes":51}'])(
  'a limit out of bounds like %s is the default',
  (text) => {
    expect(browser(text).openTab().preferences.getState()).toEqual(defaults)
  },
)

test('a package folder is kept', () => {
  const { openTab } = browser()
  openTab().preferences.update({ packageFolder: '/packages/' })
  expect(openTab().preferences.getState().packageFolder).toBe('/packages/')
})

test('choices of approval that were stored before there was a further one are kept', () => {
  const { openTab } = browser('{"approvals":{"write":"allow","spend":"ask"}}')
  const { approvals } = openTab().preferences.getState()
  expect(approvals).toEqual({ write: 'allow', spend: 'ask', browse: 'ask' })
})
