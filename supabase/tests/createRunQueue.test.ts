import { expect, test } from 'vitest'
import { createRunQueue } from '../functions/python-executor/createRunQueue.ts'

const never = new AbortController().signal
const settled = async (promise: Promise<unknown>) => {
  let isSettled = false
  promise.then(
    () => (isSettled = true),
    () => (isSettled = true),
  )
  await new Promise((resolve) => setTimeout(resolve))
  return isSettled
}

test('as many run as may, the next wait in their order, and who is too many is refused', async () => {
  const queue = createRunQueue({ atOnce: 2, waiting: 2 })
  const [first, second] = await Promise.all([queue.take(0, never), queue.take(0, never)])
  const third = queue.take(0, never)
  const fourth = queue.take(0, never)
  await expect(queue.take(0, never)).rejects.toMatchObject({ code: 'executor-busy', status: 503 })
  expect(await settled(third)).toBe(false)
  first()
  first()
  const leaveThird = await third
  expect(await settled(fourth)).toBe(false)
  leaveThird()
  second()
  const leaveFourth = await fourth
  leaveFourth()
  await Promise.all([queue.take(0, never), queue.take(0, never)])
})

test('who goes away leaves the queue', async () => {
  const queue = createRunQueue({ atOnce: 1, waiting: 1 })
  const leave = await queue.take(0, never)
  const going = new AbortController()
  const waiting = queue.take(0, going.signal)
  going.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  const next = queue.take(0, never)
  leave()
  await next
  await expect(queue.take(0, going.signal)).rejects.toThrow('gone')
})

test('each depth has a queue of its own, so that a run can wait for one it started', async () => {
  const queue = createRunQueue({ atOnce: 1, waiting: 0 })
  await queue.take(0, never)
  await queue.take(1, never)
  await expect(queue.take(1, never)).rejects.toMatchObject({ code: 'executor-busy' })
})
