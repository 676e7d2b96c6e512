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
}

const rounds = 5

/** A browser keeps the code that it compiled for the next visit once nothing was added to it for about two seconds. */
const longEnoughMs = 4_000

/** Each round opens a profile for each side. */
export async function measureStart(bench: Bench): Promise<Figure[]> {
  const taken: { readonly app: Starts; readonly reference: Starts }[] = []
  while (taken.length < rounds) {
    const reference = await measureProfile(bench, openStock)
    taken.push({ app: await measureProfile(bench, openApp), reference })
  }
  const figure = (key: 'cold' | 'warm'): Figure => ({
    what: `page opened → first result, ${key}`,
    beside: 'stock',
    unit: 'ms',
    rounds: taken.map(({ app, reference }) => ({ app: app[key], reference: reference[key] })),
    bar: 0.5,
  })
  return [figure('cold'), figure('warm')]
}

async function measureProfile(bench: Bench, open: Open): Promise<Starts> {
  const profile = await bench.openProfile()
  try {
    const visit = async (stayMs: number) => {
      const page = await open(profile.context, '1 + 1')
      const firstResult = await page.evaluate(() => window.bench.firstResult)
      await page.waitForTimeout(stayMs)
      await page.close()
      return firstResult
    }
    const first = await visit(longEnoughMs)
    const later = [await visit(0), await visit(0)]
    return {
      cold: first,
      warm: median(later),
    }
  } finally {
    await profile.close()
  }
}
