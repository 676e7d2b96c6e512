import { existsSync, mkdtempSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createTestClient, signUpTestUser } from '../dev/test/signUpTestUser.ts'
import { freePort, startBackendProcess } from '../dev/test/startBackendProcess.ts'
import { startTestBackend } from '../dev/test/testBackend.ts'
import { loadKeys } from './keys.ts'
import { readSettings } from './readSettings.ts'
import { serveHosted } from './serveHosted.ts'

const newDirectory = () => mkdtempSync(join(tmpdir(), 'eliza-start-'))

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('killed in the middle of writes, it loses no row it has acknowledged, and leaves no process behind', async () => {
  const dataDirectory = newDirectory()
  const port = await freePort()
  let backend = await startBackendProcess({ port, dataDirectory, serves: 'backend' })
  const address = { url: backend.url, publishableKey: loadKeys(dataDirectory).publishable }
  const { client, email, password } = await signUpTestUser(address)
  const acknowledged = new Set<string>()
  const write = async (): Promise<void> => {
    for (;;) {
      const id = crypto.randomUUID()
      const { error } = await client.from('eliza_python_executions').insert({ id, code: 'x'.repeat(500) })
      if (error) return
      acknowledged.add(id)
    }
  }
  const writers = Array.from({ length: 8 }, write)
  await expect.poll(() => acknowledged.size).toBeGreaterThan(40)
  await backend.kill('SIGKILL')
  await Promise.all(writers)

  backend = await startBackendProcess({ port, dataDirectory, serves: 'backend' })
  const again = createTestClient(address)
  await again.auth.signInWithPassword({ email, password })
  const { data } = await again.from('eliza_python_executions').select('id')
  const kept = new Set(data?.map(({ id }) => id))
  expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([])

  expect(await backend.kill('SIGTERM')).toBe(0)
  expect(existsSync(join(dataDirectory, 'lock'))).toBe(false)
  expect(isAlive(backend.pid)).toBe(false)
}, 120_000)

test('a second process on the same data is refused, and is told who holds it', async () => {
  const dataDirectory = newDirectory()
  const first = await startBackendProcess({ port: await freePort(), dataDirectory, serves: 'backend' })
  const second = startBackendProcess({ port: await freePort(), dataDirectory, serves: 'backend' })
  await expect(second).rejects.toThrow(`in use by process ${first.pid} since`)
  expect((await fetch(`${first.url}/health`)).status).toBe(200)
  await first.kill('SIGINT')
}, 120_000)

test('a taken port is refused with one sentence, before anything is made', async () => {
  const dataDirectory = join(newDirectory(), 'data')
  const port = await freePort()
  const squatter = createServer().listen(port, '127.0.0.1')
  const refused = await startBackendProcess({ port, dataDirectory }).catch((error: unknown) => String(error))
  squatter.close()
  expect(refused).toMatch(new RegExp(`^Error: Port ${port} is taken by another program\\..*\\n$`))
  expect(existsSync(dataDirectory)).toBe(false)
}, 120_000)

test('the backend talks to nobody but this machine', async () => {
  const targets = new Set<string>()
  const socket = vi.spyOn(Socket.prototype, 'connect')
  try {
    const backend = await startTestBackend()
    const { client } = await backend.signUp()
    await client.from('memories').select()
    await client.auth.signInWithOtp({ email: `otp-${Date.now()}@example.com` })
    await backend.stop()
    for (const call of socket.mock.calls)
      targets.add(/"host":"([^"]+)"/.exec(JSON.stringify(call))?.[1] ?? 'unknown')
  } finally {
    socket.mockRestore()
  }
  expect([...targets]).toEqual(['127.0.0.1'])
}, 90_000)

test('with a backend elsewhere nothing is embedded, and the page may reach that one', async () => {
  const settings = { ...readSettings({ PORT: '0' }), dataDirectory: newDirectory() }
  const hosted = await serveHosted({
    ...settings,
    supabaseUrl: 'https://abc.supabase.co',
    site: async () => (_request, response) => response.end('the app'),
  })
  const health = await fetch(`${hosted.url}/health`)
  expect(await health.json()).toMatchObject({ status: 'ready', database: 'none', functions: 'none' })
  const page = await fetch(hosted.url)
  expect(page.headers.get('content-security-policy')).toContain('https://abc.supabase.co')
  await hosted.stop()
  const wrong = serveHosted({ ...settings, supabaseUrl: 'abc', site: async () => () => {} })
  await expect(wrong).rejects.toThrow('VITE_SUPABASE_URL=abc is not a URL')
})
