import { InfiniteQueryObserver } from '@tanstack/react-query'
import { v4 as newId } from 'uuid'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defaultLimits } from '../../../contract/run/workerProtocol.ts'
import { sharedBackend } from '../../../dev/test/sharedBackend.ts'
import { signUpTestUser, type TestUser } from '../../../dev/test/signUpTestUser.ts'
import { createExecutionQueries } from './createExecutionQueries.ts'
import { createLogChannel } from './createLogChannel.ts'
import { createQueryClient } from '../createQueryClient.ts'
import { newBrowser, openTab, until, type Browser, type Tab } from '../tests/openTab.ts'
import { watchExecutions } from './watchExecutions.ts'

const backend = sharedBackend
let user: TestUser
let browser: Browser
let endings: (() => void)[]

beforeEach(async () => {
  user = await signUpTestUser(backend)
  browser = newBrowser()
  endings = []
})
afterEach(() => {
  for (const end of endings.toReversed()) end()
})

async function open(): Promise<Tab> {
  const tab = openTab({ url: backend.url, publishableKey: backend.publishableKey, browser })
  endings.push(tab.die)
  await until(tab.session, (state) => state.status !== 'loading')
  if (tab.session.getState().status !== 'signed-in') await tab.session.signIn(user.email, user.password)
  return tab
}

/** A tab whose history page is open, or was. */
async function openHistory({ isVisible = true } = {}) {
  const tab = await open()
  const queryClient = createQueryClient(tab.session)
  const channel = createLogChannel()
  endings.push(channel.dispose, watchExecutions({ ...tab, queryClient, channel, isVisible: () => isVisible }))
  const everything = { status: null, source: null, text: '' } as const
  const observer = new InfiniteQueryObserver(
    queryClient,
    createExecutionQueries(tab).list(user.userId, everything),
  )
  endings.push(observer.subscribe(() => {}))
  const shown = () => (observer.getCurrentResult().data?.pages ?? []).flat().map((row) => row.id)
  await vi.waitFor(() => expect(observer.getCurrentResult().isSuccess).toBe(true), 30_000)
  return { ...tab, queryClient, shown }
}

const addRun = async () => {
  const id = newId()
  const { error } = await user.client.from('eliza_python_executions').insert({ id, code: '1' })
  expect(error).toBeNull()
  return id
}

test('what another tab records is shown soon', async () => {
  const history = await openHistory()
  const other = await open()
  const id = newId()
  other.recorder.runStarted({
    executionId: id,
    code: '1',
    source: 'direct',
    workflowId: null,
    conversationId: null,
    messageId: null,
    limits: defaultLimits,
  })
  await vi.waitFor(() => expect(history.shown()).toEqual([id]), 30_000)
})

test('what another device records is shown while somebody looks, and not asked for while nobody does', async () => {
  const [seen, hidden] = [await openHistory(), await openHistory({ isVisible: false })]
  // The first look only learns what is there, and when that is nobody is told.
  const added: string[] = []
  const adding = setInterval(() => void addRun().then((id) => added.push(id)), 5000)
  try {
    await vi.waitFor(() => expect(seen.shown()).not.toEqual([]), 60_000)
  } finally {
    clearInterval(adding)
  }
  expect(added).toEqual(expect.arrayContaining(seen.shown()))
  expect(hidden.shown()).toEqual([])
})

test("a change of user leaves nothing of the former one's rows", async () => {
  await addRun()
  const history = await openHistory()
  expect(history.queryClient.getQueryCache().getAll()).toHaveLength(1)
  const stranger = await signUpTestUser(backend)
  await history.session.signIn(stranger.email, stranger.password)
  expect(history.queryClient.getQueryCache().getAll()).toEqual([])
})
