/** How the tests beside the code run: in Node, with one real backend for all of them. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'node',
    include: ['{contract,lib,run,src,server,supabase,python,dev,workflows}/**/*.test.ts'],
    globalSetup: ['dev/test/vitestGlobalSetup.ts'],
    // Real databases and interpreters start within the tests, on machines of two cores, which may be slow ones.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // As for the journeys (playwright.config.ts).
    retry: 1,
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    // More than there may be cores: many tests wait for a process, a pause or a limit.
    maxWorkers: 3,
  },
})
