import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseImage } from './databaseImage.ts'
import { generateKeys } from './keys.ts'
import { type Lite, startLite } from './lite.ts'

const keys = generateKeys()
const broken: string[] = []
let lite: Lite
beforeAll(async () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'eliza-lite-')), 'pg')
  const image = () => databaseImage(() => {})
  lite = await startLite({
    directory,
    image,
    keys,
    siteUrl: 'http://app',
    onFatal: (reason) => broken.push(reason),
  })
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

test('a wrong sign-in takes as much work whether there is an account or not, and nobody is signed in as the owner by it', async () => {
  const signIn = async (email: string, password: string) => {
    const before = process.cpuUsage()
    const answer = await ask('/auth/v1/token?grant_type=password', keys.publishable, { email, password })
    const { user, system } = process.cpuUsage(before)
    expect([answer.status, (await answer.json()).error_code], email).toEqual([400, 'invalid_credentials'])
    return user + system
  }
  await signIn('nobody@example.com', keys.owner.password)
  await signIn(keys.owner.email, 'wrong password')
  const known = await signIn(keys.owner.email, 'wrong password')
  // Without a password to check it is less than a tenth.
  expect(await signIn('nobody@example.com', 'wrong password')).toBeGreaterThan(known / 3)
})

test('neither a statement that fails nor a database that is closed says how the process ends', async () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'eliza-lite-')), 'pg')
  const image = () => databaseImage(() => {})
  const before = process.exitCode
  try {
    process.exitCode = undefined
    const other = await startLite({ directory, image, keys, siteUrl: 'http://app' })
    const broken = await ask('/rest/v1/memories', keys.secret, { content: 'x', importance: 7 }, other)
    expect([broken.status, process.exitCode]).toEqual([400, undefined])
    process.exitCode = 3
    await other.close()
    expect(process.exitCode).toBe(3)
  } finally {
    process.exitCode = before
  }
})

test('if the stack ends inside of Postgres, that is told: nothing can be asked any more', async () => {
  const signedIn = await ask('/auth/v1/token?grant_type=password', keys.publishable, keys.owner)
  const { access_token: token } = await signedIn.json()
  const kept = `${'['.repeat(7000)}${']'.repeat(7000)}`
  expect(broken).toEqual([])
  await lite.fetch(
    new Request('http://app/rest/v1/rpc/keep_messages', {
      method: 'POST',
      headers: {
        apikey: keys.publishable,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ kept }),
    }),
    null,
  )
  expect(broken[0]).toBe('RangeError')
})
