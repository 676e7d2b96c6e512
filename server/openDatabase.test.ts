import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyDatabase } from '../dev/test/copyDatabase.ts'
import { generateKeys } from './keys.ts'
import { type Database, openDatabase } from './openDatabase.ts'

const keys = generateKeys()
const lines: string[] = []
let database: Database

const open = (directory: string) =>
  openDatabase({
    directory,
    image: () => Promise.reject(new Error('It is there.')),
    keys,
    siteUrl: 'http://app',
    log: (line) => lines.push(line),
    statementMs: 15_000,
  })

const costBefore = process.env['LITE_AUTH_BCRYPT_COST']
beforeAll(async () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'eliza-database-')), 'pg')
  await copyDatabase(directory)
  process.env['LITE_AUTH_BCRYPT_COST'] = '4'
  const first = await open(directory)
  await first.close()
  // From now on a new password takes minutes of work: a request that does not end.
  process.env['LITE_AUTH_BCRYPT_COST'] = '22'
  database = await open(directory)
})
afterAll(async () => {
  process.env['LITE_AUTH_BCRYPT_COST'] = costBefore
  await database.close()
})

const ask = (path: string, body?: unknown, token?: string) =>
  database.fetch(
    new Request(`http://app${path}`, {
      headers: {
        apikey: keys.publishable,
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    }),
    '127.0.0.1',
  )

async function signIn(): Promise<string> {
  const answer = await ask('/auth/v1/token?grant_type=password', keys.owner)
  return (await answer.json()).access_token
}

test('JSON and queries that V8’s usual stack cannot hold get an answer, and the database goes on', async () => {
  const token = await signIn()
  const deep = `${'['.repeat(600)}${']'.repeat(600)}`
  const words = Array.from({ length: 190 }, (_, index) => `w${index}`).join(' ')
  expect((await ask('/rest/v1/rpc/match_memories', { query: words }, token)).status).toBe(200)
  expect((await ask('/rest/v1/rpc/keep_messages', { kept: deep }, token)).status).toBe(400)
  expect((await ask('/rest/v1/memories', undefined, token)).status).toBe(200)
})

test('a request that takes too long is given up, and the ones after it are answered by a new thread', async () => {
  const token = await signIn()
  const endless = ask('/auth/v1/signup', { email: 'new@example.com', password: 'long enough' })
  const answer = await endless
  expect([answer.status, (await answer.json()).code]).toEqual([500, '57014'])
  expect(database.state()).toBe('restarting')
  // It waits for the new thread.
  expect((await ask('/rest/v1/memories', undefined, token)).status).toBe(200)
  expect(database.state()).toBe('ready')
  expect(lines.join('\n')).toContain(
    'The database broke and is opened again: The request took longer than 15 s',
  )
})

test('requests beyond those that may wait are refused at once', async () => {
  const answers = await Promise.all(Array.from({ length: 250 }, () => ask('/auth/v1/health')))
  const refused = answers.filter(({ status }) => status === 503)
  expect(refused.length).toBeGreaterThan(30)
  expect(refused[0]?.headers.get('retry-after')).toBe('1')
})
