import { mkdtempSync, statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '../contract/errors.ts'
import { createAttempts } from './createAttempts.ts'
import { createDailyCaps } from './createDailyCaps.ts'
import { createFairQueue } from './createFairQueue.ts'
import { createInvitation, openInvitations } from './invitations.ts'
import { createLocalKey } from './createLocalKey.ts'
import { createMemoryBudget } from './createMemoryBudget.ts'
import { generateKeys } from './keys.ts'
import { readBearer } from './readBearer.ts'
import { refusePassword } from './passwordRules.ts'
import { peerOf } from './peerOf.ts'
import { printable } from './printable.ts'

const newDirectory = () => mkdtempSync(join(tmpdir(), 'eliza-doors-'))

test('attempts beyond the limit wait until the first of them is out of the window, and one can be taken back', () => {
  let now = 0
  const attempts = createAttempts({ most: 2, windowMs: 1000 }, () => now)
  attempts.count('a')
  now = 100
  const takeBack = attempts.count('a')
  expect(attempts.wait('a')).toBe(900)
  expect(attempts.wait('b')).toBe(0)
  takeBack()
  expect(attempts.wait('a')).toBe(0)
  attempts.count('a')
  now = 1000
  expect(attempts.wait('a')).toBe(0)
})

test('attempts of more keys than memory has room for are forgotten, the oldest first', () => {
  const attempts = createAttempts({ most: 1, windowMs: 1000 }, () => 0)
  for (let key = 0; key < 10_001; key++) attempts.count(String(key))
  expect([attempts.wait('0'), attempts.wait('1')]).toEqual([0, 1000])
})

test.each(['short', 'a23456789', '1234567890', 'qwertyuiop', 'password123', 'aaaaaaaaaaaa', 'x'.repeat(73)])(
  'the password %s is refused with a sentence',
  (password) => {
    expect(refusePassword(password, 'ada.lovelace@example.com')).toMatch(/^(Choose|This).+\.$/)
  },
)

test.each(['long enough', 'a long password 4 journeys', '8f14e45f-ceea-467f-9c31-5a8fd6f1cd9a'])(
  'the password %s is taken',
  (password) => {
    expect(refusePassword(password, 'ada@example.com')).toBeUndefined()
  },
)

test('an invitation is for one account, also after a restart, and only for this server', async () => {
  const [keys, directory] = [generateKeys(), newDirectory()]
  const invitations = openInvitations(directory, keys)
  const token = await createInvitation(keys)
  const id = (await invitations.read(token)) ?? ''
  expect(id).not.toBe('')
  expect(await invitations.use(id, () => Promise.resolve(false))).toBe(true)
  // The sign-up failed, so it is not used.
  expect(await invitations.read(token)).toBe(id)
  const both = await Promise.all([1, 2].map(() => invitations.use(id, () => Promise.resolve(true))))
  expect(both).toEqual([true, false])
  expect(await invitations.read(token)).toBeUndefined()
  expect(await openInvitations(directory, keys).read(token)).toBeUndefined()
  expect(await openInvitations(newDirectory(), generateKeys()).read(token)).toBeUndefined()
  for (const no of ['', 'x', `${token}x`]) expect(await invitations.read(no)).toBeUndefined()
})

test('the start-up key is another one each time, and nothing else matches it', () => {
  const key = createLocalKey()
  const given = key.address('http://127.0.0.1:1').split('#key=')[1] ?? ''
  expect(given.length).toBeGreaterThan(40)
  expect(key.matches(given)).toBe(true)
  for (const no of [undefined, '', given.slice(1), `${given}x`, [given]]) expect(key.matches(no)).toBe(false)
  expect(createLocalKey().matches(given)).toBe(false)
})

test('the day’s calls of all users together are capped, and a restart forgives none', () => {
  const directory = newDirectory()
  const caps = { spendingCalls: 2, runs: 1 }
  const first = createDailyCaps(directory, caps)
  for (const name of ['ai-chat', 'text-to-speech', 'browse-web', 'remember']) first.count(name)
  expect(() => first.count('summarise-conversation')).toThrow('SPENDING_CALLS_PER_DAY')
  const next = createDailyCaps(directory, caps)
  expect(() => next.count('gemini-chat')).toThrow(AppError)
  next.count('python-executor')
  expect(() => next.count('python-executor')).toThrow('RUNS_PER_DAY')
  expect(statSync(join(directory, 'usage.json')).mode & 0o777).toBe(0o600)
  const unlimited = createDailyCaps(newDirectory(), { spendingCalls: 0, runs: 0 })
  for (let call = 0; call < 9; call++) unlimited.count('ai-chat')
})

test('a sender is its address, its network in IPv6, or what the proxy before this server tells', () => {
  const request = (remoteAddress: string, forwarded?: string) =>
    ({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } }) as unknown as IncomingMessage
  expect(peerOf(request('::ffff:10.0.0.1'), false)).toBe('10.0.0.1')
  expect(peerOf(request('2001:db8:1:2:3:4:5:6'), false)).toBe('2001:db8:1:2')
  expect(peerOf(request('2001:db8::1'), false)).toBe('2001:db8:0:0')
  expect(peerOf(request('127.0.0.1', '1.1.1.1, 2.2.2.2'), true)).toBe('2.2.2.2')
  expect(peerOf(request('127.0.0.1', '1.1.1.1'), false)).toBe('127.0.0.1')
  expect(peerOf(request('10.0.0.1', '1.1.1.1'), true)).toBe('10.0.0.1')
})

test('a line for the terminal holds no command to it, and hides nothing', () => {
  // Soft hyphen, tags, filler, line separator.
  expect(printable('a\u00adb\u{e0041}c\u3164d\u2028e ✔\ufe0f é')).toBe(
    'a\\u{ad}b\\u{e0041}c\\u{3164}d\\u{2028}e ✔\ufe0f é',
  )
  expect(printable('red \u001b[31m\u0007, \u202etxt.exe, \u200bnothing\ttab\r')).toBe(
    'red \\u{1b}[31m\\u{7}, \\u{202e}txt.exe, \\u{200b}nothing\ttab\\u{d}',
  )
})

test('memory that was taken is there again when it is released, and no sender takes all', () => {
  const memory = createMemoryBudget(10, 6)
  expect([memory.take('a', 6), memory.take('a', 1), memory.take('b', 5), memory.take('b', 4)]).toEqual([
    true,
    false,
    false,
    true,
  ])
  memory.release('a', 6)
  expect(memory.take('a', 6)).toBe(true)
})

test('work is done one after another, by turns of its senders, and each has its own room', async () => {
  const queue = createFairQueue({ most: 4, mostOfSender: 2 })
  const done: string[] = []
  let atOnce = 0
  const add = (sender: string, name: string) =>
    queue.run(sender, async () => {
      expect((atOnce += 1)).toBe(1)
      await Promise.resolve()
      atOnce -= 1
      done.push(name)
    })
  const all = [add('a', 'a1'), add('a', 'a2'), add('a', 'a3')]
  expect([queue.hasRoom('a'), queue.hasRoom('b')]).toEqual([false, true])
  all.push(add('b', 'b1'), add('c', 'c1'))
  expect(queue.hasRoom('d')).toBe(false)
  await Promise.all(all)
  expect(done).toEqual(['a1', 'a2', 'b1', 'c1', 'a3'])
  await expect(queue.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await queue.run('a', () => Promise.resolve(1))).toBe(1)
})

test('a token is read in one way, whatever other parsers forgive', () => {
  expect(['Bearer a.b-_c', 'bearer  a.b='].map(readBearer)).toEqual(['a.b-_c', 'a.b='])
  for (const other of [
    undefined,
    'a.b.c',
    'Basic a',
    'Bearer a b',
    'Bearer a\tb',
    'Bearer\u00a0a',
    'Bearer a,b',
  ]) {
    expect(readBearer(other), other).toBeUndefined()
  }
})
