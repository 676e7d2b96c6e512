import { expect, test } from 'vitest'
import { createRssGuard } from '../functions/python-executor/createRssGuard.ts'

const start = (used: number) => {
  const memory = { used, isSpoilt: false, first: [] as number[], looks: 0 }
  const onSpoilt = () => (memory.isSpoilt = true)
  const guard = createRssGuard({
    used: () => {
      memory.looks += 1
      return memory.first.shift() ?? memory.used
    },
    roomBytes: 10,
    everyMs: 1,
    onSpoilt,
  })
  return { memory, guard }
}
/** Resolves when the guard has looked often enough to have found something. */
const lookedOften = ({ looks }: { readonly looks: number }, memory: { readonly looks: number }) =>
  expect.poll(() => memory.looks).toBeGreaterThan(looks + 10)

test('runs that keep to what they may take go on, and all end when they take more together', async () => {
  const { memory, guard } = start(1_000)
  const ended: string[] = []
  await guard.watch(50, () => ended.push('first'))
  const leave = await guard.watch(100, () => ended.push('second'))
  // The process, the room of each, and what each asked for.
  memory.used = 1_000 + 3 * 10 + 150
  await lookedOften({ ...memory }, memory)
  expect(ended).toEqual([])
  memory.used += 1
  await expect.poll(() => ended).toEqual(['first', 'second'])
  leave()
})

test('what a run left does not count against the next, which waits for it to be given back', async () => {
  const { memory, guard } = start(1_000)
  const leave = await guard.watch(50, () => {})
  memory.first = [5_000, 5_000, 5_000]
  memory.used = 1_010
  leave()
  let isEnded = false
  await guard.watch(50, () => (isEnded = true))
  expect(memory.first).toEqual([])
  await lookedOften({ ...memory }, memory)
  expect(isEnded).toBe(false)
  memory.used = 1_100
  await expect.poll(() => isEnded).toBe(true)
})

test('a process that does not get its memory back is of no more use', async () => {
  const { memory, guard } = start(1_000)
  ;(await guard.watch(50, () => {}))()
  expect(memory.isSpoilt).toBe(false)
  memory.used = 5_000
  await guard.watch(50, () => {})
  expect(memory.isSpoilt).toBe(true)
})
