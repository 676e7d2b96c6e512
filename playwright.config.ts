/** How the journeys run: the built app in a real Chromium, against a backend of each worker's own. */
import { defineConfig } from '@playwright/test'
import { findBrowser } from './dev/findBrowser.ts'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.test.ts',
  workers: 3,
  // Those that wait for most of their time do it beside the others.
  projects: [
    { name: 'long', grep: /@long/, workers: 1 },
    { name: 'short', grepInvert: /@long/, workers: 2 },
  ],
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/journeys.json' }]],
  use: {
    // Recording every step takes more of two cores than the journeys themselves.
    trace: process.env['TRACE'] === undefined ? 'off' : 'retain-on-failure',
    launchOptions: {
      executablePath: findBrowser(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        // A browser under test must not reach for the network on its own account.
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
