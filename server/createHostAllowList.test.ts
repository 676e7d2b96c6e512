import { expect, test } from 'vitest'
import { createHostAllowList } from './createHostAllowList.ts'

test('loopback names are allowed with our port alone', () => {
  const isAllowed = createHostAllowList({ host: '127.0.0.1', port: 5173 })
  for (const name of ['localhost:5173', 'LOCALHOST:5173', '127.0.0.1:5173', '[::1]:5173']) {
    expect(isAllowed(name), name).toBe(true)
  }
  for (const name of [
    undefined,
    '',
    'localhost',
    'localhost:80',
    'localhost.evil.example:5173',
    '10.0.0.1:5173',
  ]) {
    expect(isAllowed(name), name).toBe(false)
  }
})

test('a further name is allowed with any port, or with the one it names', () => {
  const isAllowed = createHostAllowList({
    host: '127.0.0.1',
    port: 5173,
    allowedHosts: ['Bench.example', 'other.example:8443'],
  })
  for (const name of ['bench.example', 'bench.example:443', 'other.example:8443']) {
    expect(isAllowed(name), name).toBe(true)
  }
  for (const name of ['other.example', 'sub.bench.example', 'bench.example.evil']) {
    expect(isAllowed(name), name).toBe(false)
  }
})

test('listening everywhere allows the addresses of this machine, and no name', () => {
  const isAllowed = createHostAllowList({ host: '0.0.0.0', port: 80 })
  expect(isAllowed('127.0.0.1')).toBe(true)
  expect(isAllowed('localhost')).toBe(true)
  expect(isAllowed('evil.example')).toBe(false)
  expect(isAllowed('203.0.113.9')).toBe(false)
})
