import { expect, test } from 'vitest'
import { openStorage } from '../../lib/openStorage.ts'
import { createChatStorage } from './createChatStorage.ts'

function openMemory() {
  const values = new Map<string, string>()
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  } as Storage
  return { values, open: () => createChatStorage(openStorage(() => storage)) }
}

test('a draft is there again in another visit, for its conversation alone', () => {
  const { open } = openMemory()
  open().keepDraft('one', 'half a thou')
  expect(open().readDraft('one')).toBe('half a thou')
  expect(open().readDraft('two')).toBe('')
})

test('what was sent leaves nothing behind', () => {
  const { open, values } = openMemory()
  const memory = open()
  memory.keepDraft('one', 'text')
  memory.keepDraft('one', ' ')
  memory.keepLast('one')
  memory.keepLast(null)
  expect(values.size).toBe(0)
  expect(memory.readLast()).toBeNull()
})

test('where nothing can be stored, it says so', () => {
  const memory = createChatStorage(
    openStorage(() => {
      throw new Error('blocked')
    }),
  )
  expect(memory.keepDraft('one', 'text')).toBe(false)
  expect(memory.readDraft('one')).toBe('')
  expect(memory.keepLeaving('one', 1)).toBe(false)
  expect(memory.readLeaving().size).toBe(0)
})

test('what is to be removed is known to another tab until it is removed or kept', () => {
  const { open, values } = openMemory()
  open().keepLeaving('one', 1_000)
  open().keepLeaving('two', 2_000)
  expect([...open().readLeaving()]).toEqual([
    ['one', 1_000],
    ['two', 2_000],
  ])
  open().keepLeaving('one', null)
  expect([...open().readLeaving().keys()]).toEqual(['two'])
  open().keepLeaving('two', null)
  expect(values.size).toBe(0)
  for (const text of ['{', '[]', '{"one":"soon"}']) {
    values.set('eliza.chat.leaving', text)
    expect(open().readLeaving().size, text).toBe(0)
  }
})
