/** From opening the page to the first result, in empty profiles and in ones that were here before. */
import type { BrowserContext, Page } from '@playwright/test'
import type { Bench } from './openBench.ts'
import { median } from './median.ts'
import { openApp } from './openApp.ts'
import { openStock } from './openStock.ts'
import type { Figure } from './figure.ts'

type Open = (context: BrowserContext, code: string) => Promise<Page>

interface Starts {
  readonly cold: number
  readonly warm: number
  /** One interpreter's own start, in a warm profile. */
  readonly interpreter: number
}

/** A browser keeps the code that it compiled for the next visit once nothing was added to it for about two seconds. */
const longEnoughMs = 4_000

/** `rounds`: profiles for each side, in turn, so that a slow moment meets both. */
export async function measureStart(
  bench: Bench,
  rounds: number,
): Promise<{ figures: Figure[]; stock: Starts }> {
  const found = { app: [] as Starts[], stock: [] as Starts[] }
  for (let round = 0; round < rounds; round++) {
    found.stock.push(await measureProfile(bench, openStock))
    found.app.push(await measureProfile(bench, openApp))
  }
  const middle = (starts: readonly Starts[]): Starts => ({
    cold: median(starts.map(({ cold }) => cold)),
    warm: median(starts.map(({ warm }) => warm)),
    interpreter: median(starts.map(({ interpreter }) => interpreter)),
  })
  const [app, stock] = [middle(found.app), middle(found.stock)]
  const figure = (what: string, key: 'cold' | 'warm'): Figure => ({
    what,
    app: app[key],
    reference: stock[key],
    unit: 'ms',
    compared: app[key] / stock[key],
    comparison: '× stock',
    bar: 0.5,
  })
  return {
    figures: [
      figure('page opened → first result, cold', 'cold'),
      figure('page opened → first result, warm', 'warm'),
    ],
    stock,
  }
}

async function measureProfile(bench: Bench, open: Open): Promise<Starts> {
  const profile = await bench.openProfile()
  try {
    const visit = async (stayMs: number) => {
      const page = await open(profile.context, '1 + 1')
      const firstResult = await page.evaluate(() => window.bench.firstResult)
      const [interpreter = 0] = await page.evaluate(() => window.bench.starts)
      await page.waitForTimeout(stayMs)
      await page.close()
      return { firstResult, interpreter }
    }
    const first = await visit(longEnoughMs)
    const later = [await visit(0), await visit(0)]
    return {
      cold: first.firstResult,
      warm: median(later.map(({ firstResult }) => firstResult)),
      interpreter: median(later.map(({ interpreter }) => interpreter)),
    }
  } finally {
    await profile.close()
  }
}
