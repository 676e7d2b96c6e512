/** From pressing Stop to "Stopped", in every kind of script that does not end, with isolation headers and without. */
import { endlessScripts } from '../e2e/endlessScripts.ts'
import { judge, type Figure, type Round } from './figure.ts'
import type { Profile } from './openBench.ts'
import { openApp, settledMs } from './openApp.ts'
import { openEmpty } from './openEmpty.ts'

const rounds = 3

interface Way {
  readonly isIsolated: boolean
  /** The steps of Stop: a script has 50 ms to end, and another 100 ms if memory is shared and it can be interrupted. */
  readonly timers: readonly number[]
  readonly bar: number
}

export async function measureStops(profile: Profile): Promise<Figure[]> {
  return [
    await measureWay(profile, { isIsolated: true, timers: [50, 100], bar: 1.4 }),
    await measureWay(profile, { isIsolated: false, timers: [50], bar: 1.6 }),
  ]
}

/** The kind of script whose stop is the slowest, beside the steps' timers alone. */
async function measureWay({ context }: Profile, { isIsolated, timers, bar }: Way): Promise<Figure> {
  const app = await openApp(context, '1 + 1', { isIsolated, answerMs: 20_000, others: endlessScripts })
  const empty = await openEmpty(context)
  await app.evaluate(() => window.bench.firstResult)
  await app.waitForTimeout(settledMs)

  const stop = async (what: string): Promise<Round> => {
    await app.evaluate((name) => window.bench.show(name), what)
    await app.evaluate(() => window.bench.ready())
    const spares = await app.evaluate(() => window.bench.starts.length)
    await app.evaluate(() => void window.bench.run())
    await app.waitForFunction((count) => window.bench.starts.length > count, spares)
    // The script runs on meanwhile.
    const reference = await empty.evaluate(async (timers) => {
      const begunAt = performance.now()
      for (const ms of timers) await new Promise((resolve) => setTimeout(resolve, ms))
      return performance.now() - begunAt
    }, timers)
    return { app: await app.evaluate(() => window.bench.stop()), reference }
  }

  const taken = new Map<string, Round[]>(endlessScripts.map(([what]) => [what, []]))
  for (let round = 0; round < rounds; round++) for (const [what, found] of taken) found.push(await stop(what))
  await app.close()
  await empty.close()
  return [...taken]
    .map(([kind, rounds]): Figure => ({
      what: `Stop → stopped, ${isIsolated ? 'isolated' : 'not isolated'}, slowest of ${taken.size} (${kind})`,
      beside: `timers of ${timers.join(' + ')} ms`,
      unit: 'ms',
      rounds,
      bar,
    }))
    .reduce((slowest, each) => (judge(each).ratio > judge(slowest).ratio ? each : slowest))
}
