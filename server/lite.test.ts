import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseImage } from './databaseImage.ts'
import { generateKeys } from './keys.ts'
import { type Lite, startLite } from './lite.ts'

const keys = generateKeys()
const mails: string[] = []
let lite: Lite
beforeAll(async () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'eliza-lite-')), 'pg')
  const image = () => databaseImage(() => {})
  lite = await startLite({ directory, image, keys, siteUrl: 'http://app', log: (line) => mails.push(line) })
})
afterAll(() => lite.close())

const ask = (path: string, apikey: string, body?: unknown, asked = lite) =>
  asked.fetch(
    new Request(`http://app${path}`, {
      headers: { apikey, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    }),
    '127.0.0.1',
  )

test('requests at the same moment do not run inside the transaction of one another', async () => {
  // All share one Postgres session, which sets the role per transaction.
  const apikeys = Array.from({ length: 20 }, (_, turn) => (turn % 2 === 0 ? keys.secret : keys.publishable))
  const answers = await Promise.all(apikeys.map((apikey) => ask('/rest/v1/memories', apikey)))
  expect(answers.map(({ status }) => status)).toEqual(apikeys.map((key) => (key === keys.secret ? 200 : 401)))
})

test('a request that fails leaves the next one a whole session', async () => {
  const [broken, next] = await Promise.all([
    ask('/rest/v1/memories', keys.secret, { content: 'x', importance: 7 }),
    ask('/rest/v1/memories', keys.secret),
  ])
  expect([broken.status, next.status]).toEqual([400, 200])
})

test('a magic link is handed to whoever runs the backend', async () => {
  const email = 'person@example.com'
  expect((await ask('/auth/v1/otp', keys.publishable, { email, create_user: true })).status).toBe(200)
  expect(mails.join('\n')).toMatch(/Mail for person@example\.com[^]*http/)
})

test('neither a statement that fails nor a database that is closed says how the process ends', async () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'eliza-lite-')), 'pg')
  const image = () => databaseImage(() => {})
  const before = process.exitCode
  try {
    process.exitCode = undefined
    const other = await startLite({ directory, image, keys, siteUrl: 'http://app', log: () => {} })
    const broken = await ask('/rest/v1/memories', keys.secret, { content: 'x', importance: 7 }, other)
    expect([broken.status, process.exitCode]).toEqual([400, undefined])
    process.exitCode = 3
    await other.close()
    expect(process.exitCode).toBe(3)
  } finally {
    process.exitCode = before
  }
})
