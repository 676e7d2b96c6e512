/** The journeys' browser leaves nothing on that Playwright turns off. */
import { chromium } from '@playwright/test'
import { browserFlags } from '../dev/test/browserFlags.ts'
import { findBrowser } from '../dev/test/findBrowser.ts'
import { expect, test } from './journey.ts'

const featuresOff = (flags: readonly string[]) =>
  flags
    .findLast((flag) => flag.startsWith('--disable-features='))
    ?.split('=')[1]
    ?.split(',') ?? []

test('what Playwright turns off in a browser is off in the journeys’ too', async () => {
  const plain = await chromium.launchServer({ executablePath: findBrowser(), args: ['--no-sandbox'] })
  try {
    const expected = featuresOff(plain.process().spawnargs)
    expect(expected).not.toEqual([])
    expect(featuresOff(browserFlags)).toEqual(expect.arrayContaining(expected))
  } finally {
    await plain.close()
  }
})
