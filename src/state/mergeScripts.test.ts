import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ChangedScripts, OpenScript, OpenScripts } from './openScripts.ts'
import { mergeScripts } from './mergeScripts.ts'

const [x, y] = [randomUUID(), randomUUID()]
const script = (id: string, code: string, tab?: string, at = 1): OpenScript => ({
  id,
  name: 'S',
  code,
  workflowId: null,
  ...(tab !== undefined && { changed: { tab, at } }),
})
const open = (...scripts: OpenScript[]): OpenScripts => ({ scripts, activeId: scripts[0]?.id ?? '' })
const left = (tab: string, at: number, ...scripts: OpenScript[]): ChangedScripts => ({
  tab,
  at,
  ...open(...scripts),
})
const codes = ({ scripts }: OpenScripts) => scripts.map(({ name, code }) => `${name}: ${code}`)

test('the first script of a first visit gives way to what was left', () => {
  const merged = mergeScripts(open(script(x, 'hello')), [left('A', 5, script(y, 'a', 'A'))], null)
  expect(codes(merged)).toEqual(['S: a'])
  expect(merged.activeId).toBe(y)
})

test('a later version by the same tab takes the place of an earlier one, and is in front again', () => {
  const current = open(script(y, 'other'), script(x, 'early', 'A', 1))
  const merged = mergeScripts(current, [left('A', 9, script(x, 'late', 'A', 8))], current)
  expect(codes(merged)).toEqual(['S: other', 'S: late'])
  expect(merged.activeId).toBe(x)
  const again = open(script(x, 'late', 'A', 8))
  expect(mergeScripts(again, [left('A', 2, script(x, 'early', 'A', 1))], again)).toBe(again)
})

test('versions by two tabs are both kept, once each', () => {
  const current = open(script(x, 'mine', 'B', 9))
  const lefts = [left('A', 5, script(x, 'theirs', 'A', 4)), left('C', 6, script(x, 'theirs', 'A', 4))]
  const merged = mergeScripts(current, lefts.slice(0, 1), current)
  expect(codes(merged)).toEqual(['S: mine', 'S (other tab): theirs'])
  expect(merged.activeId).toBe(x)
  expect(new Set(merged.scripts.map(({ id }) => id)).size).toBe(2)
})

test('a script that nobody changed here takes over what was changed elsewhere; new ones come behind', () => {
  const current = open(script(x, 'unchanged'))
  const merged = mergeScripts(
    current,
    [left('A', 5, script(x, 'changed', 'A', 4), script(y, 'new', 'A', 3))],
    current,
  )
  expect(codes(merged)).toEqual(['S: changed', 'S: new'])
})

test('what the tab closed since does not come back, and nothing new changes nothing', () => {
  const stored = { ...open(script(x, 'kept', 'A', 1)), written: { tab: 'A', at: 9 } }
  expect(mergeScripts(stored, [left('A', 8, script(y, 'closed', 'A', 2))], stored)).toBe(stored)
  expect(mergeScripts(stored, [left('B', 8, script(x, 'kept', 'A', 1))], stored)).toBe(stored)
  expect(mergeScripts(stored, [], null)).toBe(stored)
})

test('what a tab made of what it began with stands alone, however early it was written', () => {
  const stored = open(script(x, 'begun with', 'A', 4))
  const current = open(script(x, 'written since', 'B', 9))
  expect(mergeScripts(current, [left('A', 5, script(x, 'begun with', 'A', 4))], stored)).toBe(current)
  expect(mergeScripts(current, [left('A', 5, script(x, 'before that', 'A', 3))], stored)).toBe(current)
  const closed = open(script(y, 'another', 'B', 9))
  expect(mergeScripts(closed, [left('A', 5, script(x, 'begun with', 'A', 4))], stored)).toBe(closed)
})

test('what was in front last is so again, also where its text is known', () => {
  const stored = open(script(y, 'other'), script(x, 'known', 'A', 4))
  expect(mergeScripts(stored, [left('A', 9, script(x, 'known', 'A', 4))], stored).activeId).toBe(x)
})

test('of a version and the one that the next tab made of it the later one is kept, whichever is found first', () => {
  const former = open(script(x, 'former', 'A', 4))
  const next = open({ ...script(x, 'next'), changed: { tab: 'B', at: 9, from: { tab: 'A', at: 4 } } })
  expect(codes(mergeScripts(former, [left('B', 9, ...next.scripts)], former))).toEqual(['S: next'])
  expect(mergeScripts(next, [left('A', 5, ...former.scripts)], next)).toBe(next)
  const since = open(script(x, 'changed since', 'A', 7))
  expect(mergeScripts(since, [left('B', 9, ...next.scripts)], since).scripts).toHaveLength(2)
})
