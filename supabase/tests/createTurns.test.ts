import { expect, test } from 'vitest'
import { createTurns } from '../functions/python-executor/createTurns.ts'

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
  const turns = createTurns({ atOnce: 2, waiting: 2 })
  const [first, second] = await Promise.all([turns.take(0, never), turns.take(0, never)])
  const third = turns.take(0, never)
  const fourth = turns.take(0, never)
  await expect(turns.take(0, never)).rejects.toMatchObject({ code: 'executor-busy', status: 503 })
  expect(await settled(third)).toBe(false)
  first()
  first()
  const leaveThird = await third
  expect(await settled(fourth)).toBe(false)
  leaveThird()
  second()
  const leaveFourth = await fourth
  leaveFourth()
  await Promise.all([turns.take(0, never), turns.take(0, never)])
})

test('who goes away leaves the queue', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 1 })
  const leave = await turns.take(0, never)
  const going = new AbortController()
  const waiting = turns.take(0, going.signal)
  going.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  const next = turns.take(0, never)
  leave()
  await next
  await expect(turns.take(0, going.signal)).rejects.toThrow('gone')
})

test('each depth has turns of its own, so that a run can wait for one it started', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 0 })
  await turns.take(0, never)
  await turns.take(1, never)
  await expect(turns.take(1, never)).rejects.toMatchObject({ code: 'executor-busy' })
})
