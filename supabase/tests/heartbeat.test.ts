/** Runs whose browser or server is gone, in the database: who presumes them dead, and how the truth comes back. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pythonExecutorFunction } from '../../contract/run/pythonExecutor.ts'
import { sharedBackend } from '../../dev/test/sharedBackend.ts'
import { signUpTestUser, type TestUser } from '../../dev/test/signUpTestUser.ts'
import {
  beginning,
  ending,
  newBrowser,
  openTab,
  until,
  type Browser,
  type Tab,
} from '../../src/data/tests/openTab.ts'

const backend = sharedBackend
let user: TestUser
let tabs: Tab[]
beforeEach(async () => {
  user = await signUpTestUser(backend)
  tabs = []
})
afterEach(() => {
  for (const tab of tabs) tab.die()
})

async function open(browser: Browser): Promise<Tab> {
  const tab = openTab({ ...backend, browser })
  tabs.push(tab)
  await until(tab.session, ({ status }) => status !== 'loading')
  if (tab.session.getState().status !== 'signed-in') await tab.session.signIn(user.email, user.password)
  return tab
}

async function rowOf(id: string) {
  const { data } = await user.client.from('eliza_python_executions').select('*').eq('id', id).single()
  return data
}

const settle = async () => (await user.client.rpc('settle_abandoned_executions')).data

/** As if that many seconds had passed since the instance of the run was heard of. */
async function waitSinceHeartbeat(id: string, seconds: number): Promise<void> {
  const { instance_id } = await rowOf(id)
  // A server has one instance for the runs of all its users.
  const answer = await fetch(
    `${backend.url}/rest/v1/eliza_run_instances?user_id=eq.${user.userId}&id=eq.${instance_id}`,
    {
      method: 'PATCH',
      headers: {
        apikey: backend.secretKey,
        'content-type': 'application/json',
        prefer: 'return=representation',
      },
      body: JSON.stringify({ seen_at: new Date(Date.now() - seconds * 1000).toISOString() }),
    },
  )
  expect(await answer.json()).toHaveLength(1)
}

const presumedDead = { status: 'failed', error_code: 'interrupted', presumed_dead: true }

test('the run of a browser that is gone is settled within minutes from anywhere, and its true end replaces that', async () => {
  const gone = newBrowser()
  const tab = await open(gone)
  const { executionId: id } = beginning(crypto.randomUUID())
  tab.recorder.runStarted(beginning(id))
  await tab.outbox.deliver()
  await waitSinceHeartbeat(id, 100)
  expect(await settle()).toBe(0)
  expect(await rowOf(id)).toMatchObject({ status: 'running' })
  // The page is left with the true end in its storage alone.
  tab.recorder.runEnded(ending(id))
  tab.page.dispatchEvent(new Event('pagehide'))
  tab.die()

  await waitSinceHeartbeat(id, 200)
  const elsewhere = await open(newBrowser())
  await elsewhere.outbox.deliver()
  await vi.waitFor(async () => expect(await rowOf(id)).toMatchObject(presumedDead), 30_000)
  expect(await rowOf(id)).toMatchObject({
    error_message: 'The run never ended: its tab or browser was closed.',
  })

  const back = await open(gone)
  await back.outbox.deliver()
  await vi.waitFor(
    async () =>
      expect(await rowOf(id)).toMatchObject({ status: 'completed', error_code: null, presumed_dead: false }),
    30_000,
  )
})

test('a run that was presumed dead while its machine slept runs again once that is awake', async () => {
  const tab = await open(newBrowser())
  const id = crypto.randomUUID()
  tab.recorder.runStarted(beginning(id))
  await tab.outbox.deliver()
  await waitSinceHeartbeat(id, 200)
  expect(await settle()).toBe(1)
  expect(await rowOf(id)).toMatchObject(presumedDead)
  tab.page.dispatchEvent(new Event('focus'))
  await vi.waitFor(
    async () =>
      expect(await rowOf(id)).toMatchObject({
        status: 'running',
        finished_at: null,
        error_code: null,
        error_message: null,
        presumed_dead: false,
      }),
    30_000,
  )
  expect(await settle()).toBe(0)
  tab.recorder.runEnded(ending(id))
  await tab.outbox.deliver()
  expect(await rowOf(id)).toMatchObject({ status: 'completed' })
})

test('neither a heartbeat nor the settling of another person touches a run, and a finished run stays finished', async () => {
  const tab = await open(newBrowser())
  const id = crypto.randomUUID()
  tab.recorder.runStarted(beginning(id))
  await tab.outbox.deliver()
  const { instance_id: instance } = await rowOf(id)
  const stranger = await signUpTestUser(backend)
  await waitSinceHeartbeat(id, 200)
  // Another person's heartbeat in the same name is another one.
  expect((await stranger.client.rpc('beat_executions', { instance, running: [id] })).data).toBe(0)
  expect((await stranger.client.rpc('settle_abandoned_executions')).data).toBe(0)
  expect(await rowOf(id)).toMatchObject({ status: 'running' })
  expect(await settle()).toBe(1)
  expect((await stranger.client.rpc('beat_executions', { instance, running: [id] })).data).toBe(0)
  expect(await rowOf(id)).toMatchObject(presumedDead)

  tab.recorder.runEnded(ending(id))
  await tab.outbox.deliver()
  expect((await user.client.rpc('beat_executions', { instance, running: [id] })).data).toBe(0)
  expect(await rowOf(id)).toMatchObject({ status: 'completed' })
})

test('a run on a server that is gone is settled, and the server’s true end replaces that', async () => {
  const running = fetch(`${backend.url}/functions/v1/${pythonExecutorFunction}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${user.accessToken}`,
      apikey: backend.publishableKey,
      'content-type': 'application/json',
    },
    // The script ends once it is presumed dead.
    body: JSON.stringify({
      code: `import asyncio\nwhile not (await tools.match_memories("presumed dead")):\n    await asyncio.sleep(0.2)\n"true end"`,
      timeout_seconds: 120,
    }),
  })
  const idOfRun = async () => {
    const { data } = await user.client.from('eliza_python_executions').select('id').eq('executor', 'edge')
    return data?.[0]?.id
  }
  await vi.waitFor(async () => expect(await idOfRun()).toBeDefined(), 60_000)
  const id = await idOfRun()
  await waitSinceHeartbeat(id, 200)
  expect(await settle()).toBe(1)
  expect(await rowOf(id)).toMatchObject({
    ...presumedDead,
    error_message: 'The run never ended: the server that ran it was stopped.',
  })
  await user.client.from('memories').insert({ content: 'presumed dead' })
  expect(await (await running).json()).toMatchObject({ execution_id: id, status: 'completed' })
  expect(await rowOf(id)).toMatchObject({ status: 'completed', result: 'true end', presumed_dead: false })
})
