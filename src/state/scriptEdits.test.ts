import { expect, test } from 'vitest'
import { activeScript } from './openScripts.ts'
import { scriptEdits } from './scriptEdits.ts'

const hello = { name: 'Hello', code: 'print("hello")', workflowId: 'hello' }
const example = { name: 'Example', code: 'example', workflowId: null }
const begun = scriptEdits.begin(hello)
const two = scriptEdits.open(begun, example)
const mark = { at: 1, tab: 'one' }

const frozen = JSON.stringify(two)
const ids = () => two.scripts.map(({ id }) => id)
const [first = '', second = ''] = ids()

test('what changes nothing gives the same state', () => {
  expect(scriptEdits.setCode(two, example.code, mark)).toBe(two)
  expect(scriptEdits.rename(two, first, '  ', mark)).toBe(two)
  expect(scriptEdits.open(two, example)).toBe(two)
  expect(scriptEdits.activate(two, second)).toBe(two)
  expect(scriptEdits.activate(two, 'nobody')).toBe(two)
  expect(scriptEdits.close(two, 'nobody')).toBe(two)
})

test('no edit changes the state that it is given', () => {
  scriptEdits.setCode(two, 'other', mark)
  scriptEdits.rename(two, first, 'Other', mark)
  scriptEdits.create(two)
  scriptEdits.close(two, first)
  scriptEdits.activate(two, first)
  expect(JSON.stringify(two)).toBe(frozen)
})

test('a change is marked with its tab and time, and with the version of another tab that it was made of', () => {
  const once = scriptEdits.setCode(two, '1', mark)
  const twice = scriptEdits.setCode(once, '2', { at: 2, tab: 'one' })
  const elsewhere = scriptEdits.setCode(twice, '3', { at: 3, tab: 'two' })
  const renamed = scriptEdits.rename(elsewhere, second, 'Prices', { at: 4, tab: 'two' })
  expect(activeScript(once).changed).toEqual({ at: 1, tab: 'one', from: undefined })
  expect(activeScript(twice).changed).toEqual({ at: 2, tab: 'one', from: undefined })
  expect(activeScript(elsewhere).changed).toEqual({ at: 3, tab: 'two', from: { at: 2, tab: 'one' } })
  expect(activeScript(renamed)).toMatchObject({
    name: 'Prices',
    code: '3',
    changed: { at: 4, tab: 'two', from: { at: 2, tab: 'one' } },
  })
})

test('opening, moving and closing mark nothing as changed', () => {
  const closed = scriptEdits.close(scriptEdits.activate(scriptEdits.create(two), first), second)
  expect(closed.scripts.map(({ name, changed }) => [name, changed])).toEqual([
    ['Hello', undefined],
    ['Untitled', undefined],
  ])
  expect(closed.activeId).toBe(first)
})

test('the neighbour of a closed script comes to the front, and an empty one in place of the last', () => {
  expect(scriptEdits.close(two, second).activeId).toBe(first)
  expect(scriptEdits.close(scriptEdits.activate(two, first), first).activeId).toBe(second)
  const empty = scriptEdits.close(begun, begun.activeId)
  expect(activeScript(empty)).toMatchObject({ name: 'Untitled', code: '', workflowId: null })
})
