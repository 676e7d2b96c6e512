import { expect, test, vi } from 'vitest'
import type { AppError } from '../../contract/errors.ts'
import { createActor } from './createActor.ts'

function open(claim: () => Promise<(() => void) | null> = async () => () => {}) {
  const onBegin = vi.fn<() => void>()
  const onEnd = vi.fn<(fault: AppError | null) => void>()
  return { actor: createActor({ claim, onBegin, onEnd }), onBegin, onEnd }
}

/** A promise that is settled from outside. */
function defer<Value>() {
  let resolve: (value: Value) => void = () => {}
  let reject: (reason: unknown) => void = () => {}
  const promise = new Promise<Value>((...ways) => ([resolve, reject] = ways))
  return { promise, resolve, reject }
}

/** A task that ends when it is told to, or is stopped. */
function openTask() {
  const ended = defer<void>()
  const begun = defer<void>()
  const task = vi.fn((signal: AbortSignal) => {
    signal.addEventListener('abort', () => ended.reject(signal.reason))
    begun.resolve()
    return ended.promise
  })
  return { task, begun: begun.promise, end: ended.resolve }
}

test('one task at a time: another is ignored until the first has ended', async () => {
  const { actor, onBegin, onEnd } = open()
  const [first, second] = [openTask(), openTask()]
  const acting = actor.act(first.task)
  expect(actor.isActing()).toBe(true)
  expect(await actor.act(second.task)).toBe(false)
  first.end()
  expect(await acting).toBe(true)
  expect(actor.isActing()).toBe(false)
  expect(second.task).not.toHaveBeenCalled()
  expect(onBegin).toHaveBeenCalledOnce()
  expect(onEnd.mock.calls).toEqual([[null]])
})

test('the right to write is given back before the end is told, also after a failure', async () => {
  const log: string[] = []
  const { actor, onEnd } = open(async () => () => void log.push('released'))
  onEnd.mockImplementation((fault) => void log.push(fault?.code ?? 'ended', String(actor.isActing())))
  expect(await actor.act(async () => Promise.reject(new Error('broken')))).toBe(true)
  await actor.act(async () => {})
  expect(log).toEqual(['released', 'function-failed', 'false', 'released', 'ended', 'false'])
})

test('while another tab writes nothing is done, and that is told', async () => {
  const { actor, onEnd } = open(async () => null)
  const { task } = openTask()
  expect(await actor.act(task)).toBe(true)
  expect(task).not.toHaveBeenCalled()
  expect(onEnd.mock.calls[0]?.[0]?.code).toBe('conversation-busy')
})

test('a task that is stopped ends without a fault', async () => {
  const { actor, onEnd } = open()
  const { task, begun } = openTask()
  const acting = actor.act(task)
  await begun
  actor.stop()
  expect(await acting).toBe(false)
  expect(onEnd.mock.calls).toEqual([[null]])
})

test('a task that is stopped while it waits for its turn does not begin', async () => {
  const turn = defer<() => void>()
  const release = vi.fn<() => void>()
  const { actor } = open(() => turn.promise)
  const { task } = openTask()
  const acting = actor.act(task)
  actor.stop()
  turn.resolve(release)
  expect(await acting).toBe(false)
  expect(task).not.toHaveBeenCalled()
  expect(release).toHaveBeenCalledOnce()
})

test('after its end it stops what it does and begins nothing', async () => {
  const { actor } = open()
  const { task, begun } = openTask()
  const acting = actor.act(task)
  await begun
  actor.dispose()
  expect(await acting).toBe(false)
  expect(await actor.act(async () => {})).toBe(false)
})
