/** How the journeys run: the built app in a real Chromium, against a backend of each worker's own. */
import { defineConfig } from '@playwright/test'
import { browserFlags } from './dev/test/browserFlags.ts'
import { findBrowser } from './dev/test/findBrowser.ts'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.test.ts',
  workers: 4,
  // A journey waits about half of its time. Those that wait for more have a lane of their own.
  projects: [
    { name: 'long', grep: /@long/, workers: 1 },
    { name: 'short', grepInvert: /@long/, workers: 3 },
  ],
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  // A journey that passes only then is named by `npm test`: it is a defect all the same. One that timed out is not tried again
  // (dev/test/playwrightReporter.ts, e2e/journey.ts).
  retries: 1,
  // What comes is there within a second; a machine that does much else may need a minute.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['./dev/test/playwrightReporter.ts']],
  use: {
    // An animation draws all the time.
    contextOptions: { reducedMotion: 'reduce' },
    // Recording every step takes more of two cores than the journeys themselves.
    trace: process.env['TRACE'] === undefined ? 'off' : 'retain-on-failure',
    launchOptions: {
      executablePath: findBrowser(),
      args: [...browserFlags],
    },
  },
})
