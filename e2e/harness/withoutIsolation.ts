/** Serves the app as a host does that sends no isolation headers: the page cannot share memory with its workers. */
import type { Page } from '@playwright/test'

const isolating = ['cross-origin-opener-policy', 'cross-origin-embedder-policy']

export const withoutIsolation = (page: Page): Promise<unknown> =>
  page.route('**/scripts', async (route) => {
    const response = await route.fetch()
    const headers = Object.entries(response.headers()).filter(([name]) => !isolating.includes(name))
    await route.fulfill({ response, headers: Object.fromEntries(headers) })
  })
