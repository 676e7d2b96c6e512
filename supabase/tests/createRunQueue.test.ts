import { expect, test } from 'vitest'
import { createRunQueue } from '../functions/python-executor/createRunQueue.ts'

const never = new AbortController().signal
const one = { userId: 'one', depth: 0 }
const other = { userId: 'other', depth: 0 }
const settled = async (promise: Promise<unknown>) => {
  let isSettled = false
  promise.then(
    () => (isSettled = true),
    () => (isSettled = true),
  )
  await new Promise((resolve) => setTimeout(resolve))
  return isSettled
}

test('as many run as may, the next wait in their order, and one too many is refused', async () => {
  const queue = createRunQueue({ atOnce: 2, waiting: 2 })
  const [first, second] = await Promise.all([queue.take(one, never), queue.take(one, never)])
  const third = queue.take(one, never)
  const fourth = queue.take(one, never)
  await expect(queue.take(one, never)).rejects.toMatchObject({ code: 'executor-busy', status: 503 })
  expect(await settled(third)).toBe(false)
  first()
  first()
  const leaveThird = await third
  expect(await settled(fourth)).toBe(false)
  leaveThird()
  second()
  const leaveFourth = await fourth
  leaveFourth()
  await Promise.all([queue.take(one, never), queue.take(one, never)])
})

test('a caller that disconnects leaves the queue', async () => {
  const queue = createRunQueue({ atOnce: 1, waiting: 1 })
  const leave = await queue.take(one, never)
  const going = new AbortController()
  const waiting = queue.take(one, going.signal)
  going.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  const next = queue.take(one, never)
  leave()
  await next
  await expect(queue.take(one, going.signal)).rejects.toThrow('gone')
})

test('each depth has a queue of its own, so that a run can wait for one it started', async () => {
  const queue = createRunQueue({ atOnce: 1, waiting: 0 })
  await queue.take(one, never)
  await queue.take({ ...one, depth: 1 }, never)
  await expect(queue.take({ ...one, depth: 1 }, never)).rejects.toMatchObject({ code: 'executor-busy' })
})

test('a user who takes all places and fills the queue keeps nobody else out', async () => {
  const queue = createRunQueue({ atOnce: 2, waiting: 3 })
  for (let count = 0; count < 2; count++) await queue.take(one, never)
  const waiting = [1, 2, 3].map(() => queue.take(one, never))
  await expect(queue.take(one, never)).rejects.toMatchObject({ code: 'executor-busy' })
  const leave = await queue.take(other, never)
  const second = queue.take(other, never)
  expect(await settled(second)).toBe(false)
  // The place that the other user leaves is no place for the first.
  leave()
  expect(await Promise.all(waiting.map(settled))).toEqual([false, false, false])
  await second
})

test('a free place goes to the user with the fewest scripts under way', async () => {
  const queue = createRunQueue({ atOnce: 2, waiting: 3 })
  const [leave] = await Promise.all([queue.take(one, never), queue.take(one, never)])
  const third = queue.take(one, never)
  const reserved = await Promise.all([
    queue.take(other, never),
    queue.take({ ...one, userId: 'third' }, never),
  ])
  const late = queue.take({ ...one, userId: 'fourth' }, never)
  leave()
  await late
  expect(await settled(third)).toBe(false)
  for (const end of reserved) end()
  expect(await settled(third)).toBe(false)
})

test('a refusal says when to come again, by how long scripts took', async () => {
  let now = 0
  const queue = createRunQueue({ atOnce: 1, waiting: 1, now: () => now })
  for (let count = 0; count < 40; count++) {
    const leave = await queue.take(one, never)
    now += 30_000
    leave()
  }
  await queue.take(one, never)
  void queue.take(one, never)
  await expect(queue.take(one, never)).rejects.toMatchObject({
    retryAfterSeconds: 30,
    message: expect.stringContaining('Try again in 30 s.'),
  })
})
