/** The page whose scripts call through Comlink, from stock Pyodide. */
import type { BrowserContext, Page } from '@playwright/test'
import { callsAddress } from './calls/callsAddress.ts'
import type {} from './calls/callsPage.ts'

export async function openCalls(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(callsAddress.page)
  return page
}
