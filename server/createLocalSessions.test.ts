import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localSession, localSessionPath } from '../contract/edgeApi.ts'
import { startTestBackend, type TestBackend } from '../dev/test/testBackend.ts'

let backend: TestBackend
beforeAll(async () => {
  backend = await startTestBackend()
}, 60_000)
afterAll(() => backend.stop())

const open = async () => {
  const response = await fetch(backend.url + localSessionPath, {
    method: 'POST',
    headers: { origin: backend.url },
  })
  return localSession.parse(await response.json())
}

const ask = (path: string, token: string, method = 'GET') =>
  fetch(`${backend.url}/auth/v1${path}`, {
    method,
    headers: { apikey: backend.publishableKey, authorization: `Bearer ${token}` },
  })

test('each call gives a session of its own, opened ahead or not, of one account', async () => {
  const sessions = [await open(), await open()]
  // By now another one is ready.
  await sleep(2500)
  sessions.push(await open(), await open())
  expect(new Set(sessions.map((session) => session.refresh_token)).size).toBe(4)
  const users = await Promise.all(
    sessions.map(async ({ access_token }) => (await ask('/user', access_token)).json()),
  )
  expect(new Set(users.map(({ id }: { id: string }) => id)).size).toBe(1)
})

test('one that was ended before it was asked for is not given', async () => {
  const { access_token } = await open()
  await sleep(2500)
  expect((await ask('/logout?scope=global', access_token, 'POST')).ok).toBe(true)
  const next = await open()
  const { status } = await ask('/user', next.access_token)
  expect(status).toBe(200)
  const refreshed = await fetch(`${backend.url}/auth/v1/token?grant_type=refresh_token`, {
    method: 'POST',
    headers: { apikey: backend.publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ refresh_token: next.refresh_token }),
  })
  expect(refreshed.status).toBe(200)
})
