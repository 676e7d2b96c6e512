/** A page of the same server that shows and does nothing. */
import type { BrowserContext, Page } from '@playwright/test'
import { harness } from '../e2e/harness/serveHarness.ts'

export async function openEmpty(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(harness.page)
  return page
}
