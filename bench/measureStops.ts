/** From pressing Stop to "Stopped", in every kind of script that does not end, with isolation headers and without. */
import { endlessScripts } from '../e2e/endlessScripts.ts'
import type { Figure } from './figure.ts'
import type { Bench } from './openBench.ts'
import { openApp } from './openApp.ts'

export async function measureStops(bench: Bench): Promise<Figure[]> {
  const profile = await bench.openProfile()
  try {
    const figures: Figure[] = []
    for (const isIsolated of [true, false]) {
      let slowest = { what: '', ms: 0 }
      for (const [what, code] of endlessScripts) {
        const page = await openApp(profile.context, `print("begun", flush=True)\n${code}`, {
          isIsolated,
          answerMs: 20_000,
        })
        await page.getByRole('region', { name: 'Output' }).getByText('begun').waitFor()
        // By then the next interpreter is there, and what waits four seconds for a script that runs: the editor above all.
        await page.waitForTimeout(6_000)
        const ms = await page.evaluate(async () => {
          const pressedAt = performance.now()
          const buttons = [...document.querySelectorAll('button')]
          const stop = buttons.find((each) => each.textContent.trim() === 'Stop')
          if (!stop) throw new Error('There is no Stop.')
          stop.click()
          return (await window.bench.firstResult) - pressedAt
        })
        await page.close()
        if (ms > slowest.ms) slowest = { what, ms }
      }
      figures.push({
        what: `Stop → stopped, ${isIsolated ? 'isolated' : 'not isolated'}, slowest of ${endlessScripts.length} (${slowest.what})`,
        app: slowest.ms,
        reference: null,
        unit: 'ms',
        compared: slowest.ms,
        comparison: 'ms',
        bar: 300,
      })
    }
    return figures
  } finally {
    await profile.close()
  }
}
