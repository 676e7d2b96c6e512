import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadKeys } from './keys.ts'

const newDirectory = () => join(mkdtempSync(join(tmpdir(), 'eliza-keys-')), 'data')
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

test('keys are made once, for their owner alone to read', () => {
  const directory = newDirectory()
  const made = loadKeys(directory)
  expect(modeOf(directory)).toBe('700')
  expect(modeOf(join(directory, 'keys.json'))).toBe('600')
  expect(loadKeys(directory)).toEqual(made)
  expect(loadKeys(newDirectory()).jwtSecret).not.toBe(made.jwtSecret)
})

test('damaged keys are not replaced, since nobody could read their rows then', () => {
  const directory = newDirectory()
  loadKeys(directory)
  for (const damage of ['', '{', '{}', '{"jwtSecret":"short"}']) {
    writeFileSync(join(directory, 'keys.json'), damage)
    expect(() => loadKeys(directory)).toThrow('keys.json is damaged')
  }
})
