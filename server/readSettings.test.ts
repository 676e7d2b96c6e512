import { expect, test } from 'vitest'
import { readSettings } from './readSettings.ts'

test('unset and empty variables have defaults', () => {
  expect(readSettings({ HOST: '', ALLOWED_HOSTS: '' })).toMatchObject({
    port: 7433,
    host: '127.0.0.1',
    allowedHosts: [],
    signUp: 'invited',
    caps: { spendingCalls: 0, runs: 0 },
  })
})

test.each([{ HOST: '0.0.0.0' }, { ALLOWED_HOSTS: 'bench.example' }])(
  'a server of more than this machine (%o) caps what all together spend and run',
  (environment) => {
    expect(readSettings(environment).caps).toEqual({ spendingCalls: 1000, runs: 10_000 })
    const set = readSettings({ ...environment, SPENDING_CALLS_PER_DAY: '5', RUNS_PER_DAY: '0' })
    expect(set.caps).toEqual({ spendingCalls: 5, runs: 0 })
  },
)

test('who may sign up, and how many calls a day there are, is one of what is known', () => {
  expect(readSettings({ SIGN_UP: 'open' }).signUp).toBe('open')
  expect(() => readSettings({ SIGN_UP: 'yes' })).toThrow('SIGN_UP=yes is not known')
  expect(() => readSettings({ RUNS_PER_DAY: '-1' })).toThrow('RUNS_PER_DAY=-1 is not a number of calls')
})

test('hosts are separated by commas or spaces', () => {
  expect(readSettings({ ALLOWED_HOSTS: 'a.example, b.example:1' }).allowedHosts).toEqual([
    'a.example',
    'b.example:1',
  ])
})

test('a port that is none is refused with a sentence', () => {
  for (const port of ['http', '-1', '70000', '80.5']) {
    expect(() => readSettings({ PORT: port })).toThrow(`PORT=${port} is not a port`)
  }
})

test('origins of packages are as a policy has them', () => {
  expect(readSettings({}).packageOrigins).toEqual([])
  expect(
    readSettings({ PACKAGES_ORIGIN: 'https://a.example/, http://127.0.0.1:8000' }).packageOrigins,
  ).toEqual(['https://a.example', 'http://127.0.0.1:8000'])
})

test.each([
  'a.example',
  'https://a.example/wheels',
  'https://me@a.example',
  'https://a.example;script-src',
  '*',
  'data:x',
])('the origin %s is refused with a sentence', (origin) => {
  expect(() => readSettings({ PACKAGES_ORIGIN: origin })).toThrow(
    `PACKAGES_ORIGIN=${origin} is not an origin`,
  )
})

test('a folder of packages has to be there', () => {
  expect(readSettings({ PACKAGES_DIR: '' }).packagesDirectory).toBeUndefined()
  expect(readSettings({ PACKAGES_DIR: 'server' }).packagesDirectory).toMatch(/server$/)
  for (const path of ['no-such-folder', 'package.json'])
    expect(() => readSettings({ PACKAGES_DIR: path })).toThrow(`PACKAGES_DIR=${path} is not a folder`)
})
