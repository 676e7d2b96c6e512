import { expect, test } from 'vitest'
import { createRevisions } from './createRevisions.ts'

test('revisions follow the clock, and go up where it stands or goes back', () => {
  let now = 1000
  const revisions = createRevisions(() => now)
  const given = [revisions.next(), revisions.next()]
  now = 900
  given.push(revisions.next())
  now = 5000
  given.push(revisions.next())
  expect(given).toEqual([1000, 1001, 1002, 5000])
})

test('what is written is newer than what was seen of another machine', () => {
  const revisions = createRevisions(() => 1000)
  revisions.see(9000)
  revisions.see(50)
  expect(revisions.next()).toBe(9001)
})
