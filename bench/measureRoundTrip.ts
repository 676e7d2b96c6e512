/** A script that computes next to nothing, in an interpreter that is there. */
import { openApp, settledMs } from './openApp.ts'
import { openStock } from './openStock.ts'
import type { Profile } from './openBench.ts'
import type { Figure } from './figure.ts'
import { repeat } from './repeat.ts'

const rounds = 21

export async function measureRoundTrip({ context }: Profile): Promise<Figure[]> {
  const app = await openApp(context, '1 + 1')
  const stock = await openStock(context, '1 + 1')
  const pages = { app, stock }
  for (const page of [app, stock]) await page.evaluate(() => window.bench.firstResult)
  await app.waitForTimeout(settledMs)
  const measure = async (side: keyof typeof pages) => {
    await pages[side].evaluate(() => window.bench.ready())
    // A pause like that between two clicks of a person.
    await pages[side].waitForTimeout(300)
    return pages[side].evaluate(() => window.bench.run())
  }
  const taken = await repeat(rounds, async () => ({
    app: await measure('app'),
    reference: await measure('stock'),
  }))
  await app.close()
  await stock.close()
  return [
    {
      what: 'a warm 1 + 1 from click to result',
      beside: 'stock: message → answer',
      unit: 'ms',
      rounds: taken,
      bar: 3.3,
    },
  ]
}
