import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from '../../../lib/createStore.ts'
import type { SessionState } from '../session/createSession.ts'
import { createDeliveryLoop, type Obstacle, type Round } from './createDeliveryLoop.ts'

const ada: SessionState = { status: 'signed-in', userId: 'ada', email: null }
const done: Round = { obstacle: null, nextMs: null }

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  for (const loop of loops.splice(0)) loop.dispose()
  vi.useRealTimers()
})

const loops: ReturnType<typeof createDeliveryLoop>[] = []
function open(state: SessionState = ada, locks?: LockManager) {
  const session = createStore(state)
  const page = new EventTarget()
  const drain = vi.fn<(userId: string) => Promise<Round>>(async () => done)
  const onRound = vi.fn<(obstacle: Obstacle | null) => Promise<void>>(async () => {})
  const loop = createDeliveryLoop({
    session: {
      ...session,
      userId() {
        const known = session.getState()
        return known.status === 'signed-in' ? known.userId : null
      },
    },
    page,
    locks,
    lockName: 'test',
    firstPauseMs: 100,
    written: async () => {},
    drain,
    onRound,
  })
  loops.push(loop)
  return { loop, session, page, drain, onRound }
}

test('a round is in the name of the signed-in user, and tells how it went', async () => {
  const { loop, drain, onRound } = open()
  await loop.deliver()
  expect(drain.mock.calls).toEqual([['ada']])
  expect(onRound.mock.calls).toEqual([[null]])
})

test('coming online, getting the focus and another user are occasions', async () => {
  const { page, session, drain } = open()
  page.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(0)
  page.dispatchEvent(new Event('focus'))
  await vi.advanceTimersByTimeAsync(0)
  session.setState({ ...ada, userId: 'bob' })
  await vi.advanceTimersByTimeAsync(0)
  expect(drain.mock.calls).toEqual([['ada'], ['ada'], ['bob']])
})

test('while the backend is away the pause doubles up to a minute, and after a success begins anew', async () => {
  const { loop, drain, onRound } = open()
  drain.mockResolvedValue({ obstacle: 'unreachable', nextMs: null })
  await loop.deliver()
  const pauses: number[] = []
  for (let round = 0; round < 12; round += 1) {
    const before = Date.now()
    await vi.advanceTimersToNextTimerAsync()
    pauses.push(Date.now() - before)
  }
  expect(pauses.slice(0, 4)).toEqual([100, 200, 400, 800])
  expect(pauses.slice(-2)).toEqual([60_000, 60_000])
  expect(loop.isUnreachable()).toBe(true)
  expect(onRound).toHaveBeenLastCalledWith('unreachable')

  drain.mockResolvedValueOnce(done)
  await loop.deliver()
  expect(loop.isUnreachable()).toBe(false)
  expect(vi.getTimerCount()).toBe(0)
  await loop.deliver()
  expect(vi.getTimerCount()).toBe(1)
  await vi.advanceTimersByTimeAsync(99)
  const rounds = drain.mock.calls.length
  await vi.advanceTimersByTimeAsync(1)
  expect(drain).toHaveBeenCalledTimes(rounds + 1)
})

test('what is due later has its round then', async () => {
  const { loop, drain } = open()
  drain.mockResolvedValueOnce({ obstacle: null, nextMs: 2000 })
  await loop.deliver()
  await vi.advanceTimersByTimeAsync(1999)
  expect(drain).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(drain).toHaveBeenCalledTimes(2)
  expect(vi.getTimerCount()).toBe(0)
})

test('two rounds never run beside each other; calls during one ask for one more', async () => {
  const { loop, drain } = open()
  let finish: (() => void) | undefined
  drain.mockImplementationOnce(() => new Promise((resolve) => (finish = () => resolve(done))))
  const first = loop.deliver()
  await vi.waitFor(() => expect(finish).toBeDefined())
  void loop.deliver()
  void loop.deliver()
  expect(drain).toHaveBeenCalledTimes(1)
  finish?.()
  await first
  expect(drain).toHaveBeenCalledTimes(2)
})

test('other tabs are kept out by a lock', async () => {
  const requested: string[] = []
  const locks: Pick<LockManager, 'request'> = {
    request: async (name: string, ...[granted]: readonly unknown[]) => {
      requested.push(name)
      return typeof granted === 'function' ? granted() : undefined
    },
  }
  const { loop, drain } = open(ada, locks as LockManager)
  await loop.deliver()
  expect(requested).toEqual(['test'])
  expect(drain).toHaveBeenCalledTimes(1)
})

test.each([
  ['loading', { status: 'loading' }, null, null],
  ['signed out', { status: 'signed-out' }, 'signed-out', 'signed-out'],
  ['failed', { status: 'failed', message: '' }, 'unreachable', 'offline'],
] as const)('a session that is %s sends nothing', async (_what, state, obstacle, problem) => {
  const { loop, drain, onRound } = open(state)
  await loop.deliver()
  expect(drain).not.toHaveBeenCalled()
  expect(onRound.mock.calls).toEqual([[obstacle]])
  expect(loop.problemOf(1, false)).toBe(problem)
  expect(loop.problemOf(0, false)).toBeNull()
  expect(loop.problemOf(0, true)).toBe('storage')
})

test('after its end nothing is sent any more, also by a round that has begun', async () => {
  const { loop, drain, page, session, onRound } = open()
  const delivering = loop.deliver()
  loop.dispose()
  await delivering
  page.dispatchEvent(new Event('online'))
  session.setState({ ...ada, userId: 'bob' })
  await vi.advanceTimersByTimeAsync(100_000)
  expect(drain).not.toHaveBeenCalled()
  expect(onRound).not.toHaveBeenCalled()
})
