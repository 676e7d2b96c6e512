/** How the tests beside the code run: in Node, each with no more around it than it uses. */
import { globSync } from 'tinyglobby'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { fromRoot, sortTests, type TestKind, testKinds } from './dev/test/sortTests.ts'

const root = import.meta.dirname
const everywhere = '{contract,lib,run,src,server,supabase,python,dev,workflows}/**/*.test.ts'
const sorted = sortTests(globSync(everywhere, { cwd: root, absolute: true }), root)

const settings = {
  pure: {
    pool: 'threads',
    // One module graph for all files of a thread: a file leaves behind nothing that the next one could see.
    isolate: false,
    setupFiles: ['dev/test/leaveNothing.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
  python: { globalSetup: ['dev/test/setUpPython.ts'] },
  heavy: {},
  backend: { globalSetup: ['dev/test/setUpPython.ts', 'dev/test/setUpBackend.ts'] },
} satisfies Record<TestKind, NonNullable<TestProjectInlineConfiguration['test']>>

/** A file that is written while Vitest watches is taken for a pure one, until Vitest starts again. */
const patternsOf = (kind: TestKind) =>
  kind === 'pure'
    ? {
        include: [everywhere],
        exclude: testKinds.flatMap((other) => (other === 'pure' ? [] : fromRoot(sorted[other], root))),
      }
    : { include: fromRoot(sorted[kind], root) }

export default defineConfig({
  test: {
    // More than there may be cores: many tests wait for a process, a pause or a limit.
    maxWorkers: 3,
    projects: testKinds.map((name) => ({
      extends: true,
      test: { name, ...settings[name], ...patternsOf(name) },
    })),
    environment: 'node',
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The journeys' rule (playwright.config.ts): a timeout fails at once and is not retried.
    retry: { count: 1, condition: /^(?!(Test|Hook) timed out)/ },
    expect: { poll: { timeout: 30_000 } },
  },
})
