import { expect, test } from 'vitest'
import { readSettings } from './readSettings.ts'

test('unset and empty variables have defaults', () => {
  expect(readSettings({ HOST: '', ALLOWED_HOSTS: '' })).toMatchObject({
    port: 5173,
    host: '127.0.0.1',
    allowedHosts: [],
  })
})

test('hosts are separated by commas or spaces', () => {
  expect(readSettings({ ALLOWED_HOSTS: 'a.example, b.example:1' }).allowedHosts).toEqual([
    'a.example',
    'b.example:1',
  ])
})

test('a port that is none is refused with a sentence', () => {
  for (const port of ['http', '-1', '70000', '80.5']) {
    expect(() => readSettings({ PORT: port })).toThrow(`PORT=${port} is no port`)
  }
})
