import { expect, test } from 'vitest'
import { oneAtATime } from './oneAtATime.ts'

const later = () => new Promise<void>((resolve) => setTimeout(resolve, 5))

test('calls during a round make one more round, however many they are, and never two at once', async () => {
  let [running, most, rounds] = [0, 0, 0]
  const run = oneAtATime(async () => {
    rounds += 1
    running += 1
    most = Math.max(most, running)
    await later()
    running -= 1
  })
  await Promise.all([run(), run(), run(), run()])
  expect({ most, rounds }).toEqual({ most: 1, rounds: 2 })
  await run()
  expect({ most, rounds }).toEqual({ most: 1, rounds: 3 })
})

test('a call that comes while a round is going on is served by a later round', async () => {
  const seen: number[] = []
  let wanted = 0
  const run = oneAtATime(async () => {
    const found = wanted
    await later()
    seen.push(found)
  })
  const first = run()
  await Promise.resolve()
  wanted = 1
  await Promise.all([first, run()])
  expect(seen).toEqual([0, 1])
})

test('after a failure it can be run again', async () => {
  let fails = true
  const run = oneAtATime(async () => {
    await later()
    if (fails) throw new Error('no')
  })
  await expect(run()).rejects.toThrow('no')
  fails = false
  await run()
})
