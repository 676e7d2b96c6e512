import { expect, test, vi } from 'vitest'
import { loadOnce } from './loadOnce.ts'

test('what is loaded is kept, and calls meanwhile wait for the same', async () => {
  const load = vi.fn(async () => ({}))
  const loaded = loadOnce(load)
  expect(load).not.toHaveBeenCalled()
  const [first, second] = await Promise.all([loaded(), loaded()])
  expect(second).toBe(first)
  expect(await loaded()).toBe(first)
  expect(load).toHaveBeenCalledOnce()
})

test('also undefined and null are kept', async () => {
  const load = vi.fn(async () => undefined)
  const loaded = loadOnce(load)
  await loaded()
  await loaded()
  expect(load).toHaveBeenCalledOnce()
})

test('a failure reaches all that wait for it, and the next call tries again', async () => {
  const load = vi.fn(async () => 'here')
  load.mockRejectedValueOnce(new Error('away'))
  const loaded = loadOnce(load)
  const results = await Promise.allSettled([loaded(), loaded()])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(load).toHaveBeenCalledOnce()
  expect(await loaded()).toBe('here')
  expect(await loaded()).toBe('here')
  expect(load).toHaveBeenCalledTimes(2)
})

test('a caller that hears of the failure can try again at once', async () => {
  const load = vi.fn(async () => 'here')
  load.mockRejectedValueOnce(new Error('away'))
  const loaded = loadOnce(load)
  expect(await loaded().catch(() => loaded())).toBe('here')
})

test('each key has its own', async () => {
  const load = vi.fn(async (key: string) => {
    if (key === 'away') throw new Error(key)
    return `content of ${key}`
  })
  const loaded = loadOnce(load)
  expect(await loaded('a')).toBe('content of a')
  await expect(loaded('away')).rejects.toThrow('away')
  expect(await loaded('b')).toBe('content of b')
  expect(await loaded('a')).toBe('content of a')
  expect(load.mock.calls).toEqual([['a'], ['away'], ['b']])
})
