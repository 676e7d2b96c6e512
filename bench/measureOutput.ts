/** Very much output: how long it takes, and how long the page is deaf meanwhile. */
import type { Profile } from './openBench.ts'
import type { Figure } from './figure.ts'
import { openApp, settledMs } from './openApp.ts'
import { openEmpty } from './openEmpty.ts'
import { openStock } from './openStock.ts'
import { repeat } from './repeat.ts'

const rounds = 9
const lines = 'for i in range(1_000_000): print("line", i)'
const printNowhere =
  'import pyodide_js\nfrom pyodide.code import run_js\npyodide_js.setStdout(run_js("({write: (bytes) => bytes.length})"))'

export async function measureOutput({ context }: Profile): Promise<Figure[]> {
  const stock = await openStock(context, printNowhere)
  const app = await openApp(context, lines)
  const empty = await openEmpty(context)
  for (const page of [stock, app]) await page.evaluate(() => window.bench.firstResult)
  await app.waitForTimeout(settledMs)

  const taken = await repeat(rounds, async () => {
    const nowhere = await stock.evaluate((code) => window.bench.run(code), lines)
    await app.evaluate(() => window.bench.ready())
    await app.waitForTimeout(500)
    // Both pages at the same time: what else the machine does meets both.
    const watched = await empty.evaluateHandle(() => window.watchBlocks())
    const { took, longest } = await app.evaluate(async () => {
      const longest = window.watchBlocks()
      const took = await window.bench.run()
      return { took, longest: longest() }
    })
    const emptyLongest = await watched.evaluate((longest) => longest())
    return { took: { app: took, reference: nowhere }, longest: { app: longest, reference: emptyLongest } }
  })
  for (const page of [stock, app, empty]) await page.close()
  return [
    {
      what: '1,000,000 printed lines',
      beside: 'stock, printed to nowhere',
      unit: 'ms',
      rounds: taken.map(({ took }) => took),
      bar: 0.9,
    },
    {
      what: 'the longest block of the page meanwhile',
      beside: 'an empty page at the same time',
      unit: 'ms',
      rounds: taken.map(({ longest }) => longest),
      bar: 6,
    },
  ]
}
