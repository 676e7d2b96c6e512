import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { v4 as newId } from 'uuid'
import { sharedBackend } from '../../../dev/test/sharedBackend.ts'
import { signUpTestUser, type TestUser } from '../../../dev/test/signUpTestUser.ts'
import { openStorage } from '../../../lib/openStorage.ts'
import { openLine, type Line } from '../tests/openLine.ts'
import {
  beginning,
  call,
  ending,
  newBrowser,
  openTab,
  until,
  type Browser,
  type Tab,
} from '../tests/openTab.ts'

const backend = sharedBackend
let line: Line
let user: TestUser
let browser: Browser
let tabs: Tab[]

beforeEach(async () => {
  line = await openLine(backend.url)
  user = await signUpTestUser(backend)
  browser = newBrowser()
  tabs = []
})
afterEach(async () => {
  for (const tab of tabs) tab.die()
  await line.close()
})

async function openSignedIn(who: TestUser = user): Promise<Tab> {
  const tab = openTab({ url: line.url, publishableKey: backend.publishableKey, browser })
  tabs.push(tab)
  await until(tab.session, (state) => state.status !== 'loading')
  const known = tab.session.getState()
  if (known.status !== 'signed-in' || known.userId !== who.userId) {
    expect(await tab.session.signIn(who.email, who.password)).toEqual({ ok: true, notice: null })
  }
  return tab
}

async function readLog(who: TestUser, id: string) {
  const [executions, calls] = await Promise.all([
    who.client.from('eliza_python_executions').select('*').eq('id', id),
    who.client.from('eliza_tool_calls').select('*').eq('execution_id', id).order('seq'),
  ])
  return { execution: executions.data?.[0], calls: calls.data ?? [] }
}

const isEmpty = (tab: Tab) => until(tab.outbox, (state) => state.pending === 0)

test('a run with its tool calls arrives at the backend', async () => {
  const tab = await openSignedIn()
  const id = newId()
  tab.recorder.runStarted(beginning(id, '1 + 1'))
  tab.recorder.toolCallEnded(call(id, 0))
  const result = { 'application/json': '0', 'text/plain': '0' }
  tab.recorder.runEnded(ending(id, { result }))
  await tab.outbox.deliver()
  const { execution, calls } = await readLog(user, id)
  expect(execution).toMatchObject({
    code: '1 + 1',
    status: 'completed',
    result: 0,
    result_mime: 'application/json',
    output: 'said\n',
    duration_ms: 12.5,
    exit_code: 0,
    user_id: user.userId,
  })
  expect(calls).toMatchObject([{ seq: 0, request: { content: 'number 0' }, response: { id: 0 } }])
  expect(tab.outbox.getState()).toMatchObject({ pending: 0, rejected: 0, problem: null, undelivered: [] })
})

test('a step of a conversation is linked to it and to its message, from its beginning to its end', async () => {
  const tab = await openSignedIn()
  const [id, conversationId] = [newId(), newId()]
  const link = { conversation_id: conversationId, metadata: { message_id: 'm1' } }
  tab.recorder.runStarted({ ...beginning(id), conversationId, messageId: 'm1' })
  await tab.outbox.deliver()
  expect((await readLog(user, id)).execution).toMatchObject({ status: 'running', ...link })
  tab.recorder.runEnded({ ...ending(id), outputOmitted: 7 })
  await tab.outbox.deliver()
  const metadata = { message_id: 'm1', output_omitted: 7 }
  expect((await readLog(user, id)).execution).toMatchObject({ status: 'completed', ...link, metadata })
})

test('what was recorded while the backend was away is delivered when it is back, in order and once', async () => {
  const tab = await openSignedIn()
  line.state = 'down'
  const ids = [newId(), newId()]
  for (const id of ids) {
    tab.recorder.runStarted(beginning(id))
    tab.recorder.toolCallEnded(call(id, 0))
    tab.recorder.runEnded(ending(id))
  }
  await until(tab.outbox, ({ pending, problem }) => pending === 6 && problem === 'offline')
  expect(tab.outbox.getState().undelivered.map((run) => [run.id, run.status])).toEqual(
    ids.map((id) => [id, 'completed']),
  )
  line.seen.length = 0
  line.state = 'up'
  await isEmpty(tab)
  for (const id of ids) {
    const { execution, calls } = await readLog(user, id)
    expect(execution.status).toBe('completed')
    expect(calls).toHaveLength(1)
  }
  const run = [
    'POST /rest/v1/eliza_python_executions',
    'POST /rest/v1/eliza_tool_calls',
    'PATCH /rest/v1/eliza_python_executions',
  ]
  expect(line.seen.slice(0, 6)).toEqual([...run, ...run])
})

test('an answer that is lost on its way does no harm when the request is repeated', async () => {
  const tab = await openSignedIn()
  await tab.outbox.deliver()
  line.state = 'answers-lost'
  const id = newId()
  tab.recorder.runStarted(beginning(id))
  tab.recorder.toolCallEnded(call(id, 0))
  tab.recorder.toolCallEnded(call(id, 1))
  tab.recorder.runEnded(ending(id))
  await until(tab.outbox, ({ pending, problem }) => pending === 3 && problem === 'offline')
  await vi.waitFor(async () => expect((await readLog(user, id)).execution).toBeDefined(), 30_000)
  line.state = 'up'
  await isEmpty(tab)
  const { execution, calls } = await readLog(user, id)
  expect(execution.status).toBe('completed')
  expect(calls.map((each) => each.seq)).toEqual([0, 1])
  expect(tab.outbox.getState().rejected).toBe(0)
})

test('hundreds of tool calls travel in few requests', async () => {
  const tab = await openSignedIn()
  line.state = 'down'
  const id = newId()
  tab.recorder.runStarted(beginning(id))
  for (let seq = 0; seq < 450; seq += 1) tab.recorder.toolCallEnded(call(id, seq))
  tab.recorder.runEnded(ending(id))
  await until(tab.outbox, ({ pending }) => pending === 5)
  line.seen.length = 0
  line.state = 'up'
  await isEmpty(tab)
  expect((await readLog(user, id)).calls).toHaveLength(450)
  expect(line.seen.filter((request) => request === 'POST /rest/v1/eliza_tool_calls')).toHaveLength(3)
})

test('what a page had not written yet when it was left is there for the next, with its true end', async () => {
  const leaving = await openSignedIn()
  const id = newId()
  leaving.recorder.runStarted(beginning(id))
  await leaving.outbox.deliver()
  leaving.recorder.toolCallEnded(call(id, 0))
  leaving.recorder.runEnded(ending(id))
  leaving.page.dispatchEvent(new Event('pagehide'))
  // A page that is gone has no more turns, and so its database hears nothing.
  leaving.die()
  const { execution } = await readLog(user, id)
  expect(execution).toMatchObject({ status: 'running' })

  const next = await openSignedIn()
  await next.outbox.deliver()
  await isEmpty(next)
  const settled = await readLog(user, id)
  expect(settled.execution).toMatchObject({ status: 'completed', output: 'said\n' })
  expect(settled.calls).toHaveLength(1)
  expect(openStorage(() => browser.storage).keys('eliza.outbox')).toEqual([])
})

test('a run whose tab died is settled by the next tab, and what was delivered stays', async () => {
  const dying = await openSignedIn()
  const id = newId()
  dying.recorder.runStarted({ ...beginning(id), messageId: 'm1' })
  dying.recorder.toolCallEnded(call(id, 0))
  await dying.outbox.deliver()
  dying.die()
  const next = await openSignedIn()
  await vi.waitFor(async () => expect((await readLog(user, id)).execution.status).toBe('failed'), 30_000)
  const { execution, calls } = await readLog(user, id)
  expect(execution).toMatchObject({
    error_code: 'interrupted',
    error_message: 'The tab was closed or reloaded while the script ran.',
    metadata: { message_id: 'm1' },
  })
  expect(calls).toHaveLength(1)
  await isEmpty(next)
})

test('a run in a living tab is left alone by other tabs', async () => {
  const running = await openSignedIn()
  const id = newId()
  running.recorder.runStarted(beginning(id))
  await running.outbox.deliver()
  const other = await openSignedIn()
  other.page.dispatchEvent(new Event('focus'))
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect((await readLog(user, id)).execution.status).toBe('running')
  running.recorder.runEnded(ending(id))
  await running.outbox.deliver()
  expect((await readLog(user, id)).execution.status).toBe('completed')
})

test('an entry that the database refuses is set aside with the reason, and the others arrive', async () => {
  const tab = await openSignedIn()
  line.state = 'down'
  const id = newId()
  tab.recorder.runStarted(beginning(id))
  tab.recorder.toolCallEnded(call(id, 0))
  tab.recorder.toolCallEnded(call(id, 1, { call_key: 'no hash' }))
  tab.recorder.toolCallEnded(call(id, 2))
  tab.recorder.runEnded(ending(id))
  await until(tab.outbox, ({ pending }) => pending === 3)
  line.state = 'up'
  await isEmpty(tab)
  const { execution, calls } = await readLog(user, id)
  expect(execution.status).toBe('completed')
  expect(calls.map((each) => each.seq)).toEqual([0, 2])
  expect(tab.outbox.getState()).toMatchObject({ rejected: 1, problem: null })
  expect(tab.outbox.getState().rejectedReason).toContain('call_key')
  await tab.outbox.dismissRejected()
  expect(tab.outbox.getState()).toMatchObject({ rejected: 0, rejectedReason: null })
})

test('a run whose beginning is refused is set aside as a whole', async () => {
  const tab = await openSignedIn()
  const refused = newId()
  tab.recorder.runStarted({ ...beginning(refused), conversationId: 'no uuid' })
  tab.recorder.toolCallEnded(call(refused, 0))
  tab.recorder.runEnded(ending(refused))
  const good = newId()
  tab.recorder.runStarted(beginning(good))
  await tab.outbox.deliver()
  expect(tab.outbox.getState()).toMatchObject({ pending: 0, rejected: 3 })
  expect((await readLog(user, good)).execution.status).toBe('running')
})

test('two tabs that deliver at once write everything once', async () => {
  const [one, two] = [await openSignedIn(), await openSignedIn()]
  line.state = 'down'
  const ids = [newId(), newId(), newId()]
  for (const [index, id] of ids.entries()) {
    const { recorder } = index === 1 ? two : one
    recorder.runStarted(beginning(id))
    for (let seq = 0; seq < 5; seq += 1) recorder.toolCallEnded(call(id, seq))
    recorder.runEnded(ending(id))
  }
  await until(one.outbox, ({ pending }) => pending === 9)
  await until(two.outbox, ({ pending }) => pending === 9)
  line.state = 'up'
  await Promise.all([one.outbox.deliver(), two.outbox.deliver()])
  await Promise.all([isEmpty(one), isEmpty(two)])
  for (const id of ids) {
    const { execution, calls } = await readLog(user, id)
    expect(execution.status).toBe('completed')
    expect(calls.map((each) => each.seq)).toEqual([0, 1, 2, 3, 4])
  }
  expect(one.outbox.getState().rejected + two.outbox.getState().rejected).toBe(0)
})

test('what one user left is not sent, counted or shown under another, and waits for its own', async () => {
  const tab = await openSignedIn()
  line.state = 'down'
  const id = newId()
  tab.recorder.runStarted(beginning(id))
  await until(tab.outbox, ({ pending }) => pending === 1)
  await tab.session.signOut()
  await tab.outbox.deliver()
  line.state = 'up'
  tab.recorder.runEnded(ending(id))
  await until(tab.outbox, ({ pending, problem }) => pending === 2 && problem === 'signed-out')
  expect(tab.outbox.getState().undelivered).toEqual([])

  const stranger = await signUpTestUser(backend)
  await tab.session.signIn(stranger.email, stranger.password)
  await tab.outbox.deliver()
  expect(tab.outbox.getState()).toMatchObject({ pending: 0, undelivered: [] })
  expect((await readLog(stranger, id)).execution).toBeUndefined()
  expect((await readLog(user, id)).execution).toBeUndefined()

  await tab.session.signOut()
  await tab.session.signIn(user.email, user.password)
  await tab.outbox.deliver()
  expect((await readLog(user, id)).execution.status).toBe('completed')
})

test('what one user left can be counted and deleted after the sign-out, and nothing of others goes', async () => {
  const tab = await openSignedIn()
  const userId = tab.session.userId() ?? ''
  line.state = 'down'
  const id = newId()
  tab.recorder.runStarted(beginning(id))
  tab.recorder.runEnded(ending(id))
  await until(tab.outbox, ({ pending }) => pending === 2)
  await tab.session.signOut()
  expect([await tab.outbox.countLeft(userId), await tab.outbox.countLeft(newId())]).toEqual([2, 0])
  await tab.outbox.forget(newId())
  expect(await tab.outbox.countLeft(userId)).toBe(2)
  await tab.outbox.forget(userId)
  expect(await tab.outbox.countLeft(userId)).toBe(0)
  line.state = 'up'
  await tab.session.signIn(user.email, user.password)
  await tab.outbox.deliver()
  expect((await readLog(user, id)).execution).toBeUndefined()
})

test('NUL and half surrogates are stored visibly, numbers as they are, and deep nesting is cut', async () => {
  const tab = await openSignedIn()
  const id = newId()
  const deep = '['.repeat(20_000) + ']'.repeat(20_000)
  tab.recorder.runStarted(beginning(id, 'print("\0")'))
  tab.recorder.toolCallEnded(
    call(id, 0, { request: { 'a\0': '\ud800', n: 0.1, zero: 0 }, response_text: deep }),
  )
  const json = String.raw`{"text":"\u0000 \ud83d","number":1e300}`
  tab.recorder.runEnded({
    ...ending(id, { result: { 'application/json': json, 'text/plain': '…' } }),
    output: 'a\0b\udc00',
  })
  await tab.outbox.deliver()
  expect(tab.outbox.getState()).toMatchObject({ pending: 0, rejected: 0 })
  const { execution, calls } = await readLog(user, id)
  expect(execution).toMatchObject({
    code: 'print("␀")',
    output: 'a␀b\ufffd',
    result: { text: '␀ \ufffd', number: 1e300 },
  })
  expect(calls[0].request).toEqual({ 'a␀': '\ufffd', n: 0.1, zero: 0 })
  // In the text they are escapes, which Postgres takes.
  expect(calls[0].request_text).toBe(String.raw`{"a\u0000":"\ud800","n":0.1,"zero":0}`)
  expect(JSON.stringify(calls[0].response)).toContain('cut: nested too deeply')
})

test('a browser that stores nothing still delivers, and says that it stores nothing', async () => {
  const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('Private window', 'InvalidStateError')
  })
  const tab = await openSignedIn()
  open.mockRestore()
  line.state = 'down'
  const id = newId()
  tab.recorder.runStarted(beginning(id))
  tab.recorder.runEnded(ending(id))
  await until(tab.outbox, ({ pending, problem }) => pending === 2 && problem === 'storage')
  line.state = 'up'
  await isEmpty(tab)
  expect((await readLog(user, id)).execution.status).toBe('completed')
})

test('a run of yesterday that never ended is settled once somebody signs in', async () => {
  const id = newId()
  const startedAt = new Date(Date.now() - 25 * 3_600_000).toISOString()
  await user.client.from('eliza_python_executions').insert({ id, code: '1', started_at: startedAt })
  const tab = await openSignedIn()
  await tab.outbox.deliver()
  expect((await readLog(user, id)).execution).toMatchObject({ status: 'failed', error_code: 'interrupted' })
})
