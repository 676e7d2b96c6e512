/** Measures recovery from a killed interpreter: the time to the next result and to the next warm spare. */
import { openApp, settledMs } from './openApp.ts'
import { openStock } from './openStock.ts'
import type { Profile } from './openBench.ts'
import type { Figure } from './figure.ts'
import { repeat } from './repeat.ts'

const rounds = 9

/** The script computes in C, which sees no interrupt, so the interpreter must be killed. */
const endless = 'sum(range(10**12))'

export async function measureKill({ context }: Profile): Promise<Figure[]> {
  const app = await openApp(context, '1 + 1', { others: [['Endless', endless]] })
  const stock = await openStock(context, '1 + 1')
  for (const page of [app, stock]) await page.evaluate(() => window.bench.firstResult)
  await app.waitForTimeout(settledMs)

  const killThenRun = () => window.bench.stop().then(() => window.bench.run())
  const taken = await repeat(rounds, async () => {
    const reference = {
      next: await stock.evaluate(killThenRun),
      start: await stock.evaluate(() => window.bench.starts.at(-1) ?? 0),
      trip: await stock.evaluate(() => window.bench.run()),
    }

    await app.evaluate(() => window.bench.ready())
    const spares = await app.evaluate(() => window.bench.starts.length)
    await app.evaluate(() => window.bench.show('Endless'))
    await app.evaluate(() => void window.bench.run())
    // The next script is in the editor and its interpreter is ready.
    await app.evaluate(() => window.bench.show('Bench'))
    await app.waitForFunction((count) => window.bench.starts.length > count, spares)
    await app.waitForTimeout(500)
    const next = await app.evaluate(killThenRun)
    await app.waitForFunction((count) => window.bench.starts.length > count + 1, spares)
    const start = await app.evaluate(() => window.bench.starts.at(-1) ?? 0)
    return { app: { next, start }, reference }
  })
  await app.close()
  await stock.close()

  const next = 'a killed interpreter → next result'
  return [
    {
      what: next,
      beside: 'stock: a new worker → result',
      unit: 'ms',
      rounds: taken.map(({ app, reference }) => ({ app: app.next, reference: reference.next })),
      bar: 0.008,
    },
    {
      what: next,
      beside: 'stock, not killed: message → answer',
      unit: 'ms',
      rounds: taken.map(({ app, reference }) => ({ app: app.next, reference: reference.trip })),
      bar: 6.5,
    },
    {
      what: 'the spare back after it',
      beside: 'stock: start of a worker',
      unit: 'ms',
      rounds: taken.map(({ app, reference }) => ({ app: app.start, reference: reference.start })),
      bar: 0.25,
    },
  ]
}
