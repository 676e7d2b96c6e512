/** Sets up a measurement: serves the built app and, on the same server, stock Pyodide as the reference. */
import { chromium, type BrowserContext } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser } from '../dev/test/findBrowser.ts'
import { startTestBackend } from '../dev/test/testBackend.ts'
import { serveHarness } from '../e2e/harness/serveHarness.ts'
import type {} from './benchPage.ts'
import { serveCalls } from './calls/serveCalls.ts'

export interface Bench {
  /** A browser with a profile of its own, empty at first. */
  readonly openProfile: () => Promise<Profile>
  readonly close: () => Promise<void>
}

export interface Profile {
  readonly context: BrowserContext
  /** Ends the browser and removes the profile. */
  readonly close: () => Promise<void>
}

export async function openBench(): Promise<Bench> {
  const backend = await startTestBackend({
    serveDist: true,
    wrapSite: async (site) => serveCalls(await serveHarness(site)),
  })
  return { openProfile: () => openProfile(backend.url), close: backend.stop }
}

async function openProfile(baseURL: string): Promise<Profile> {
  const folder = mkdtempSync(join(tmpdir(), 'eliza-bench-'))
  const quiet = ['background-networking', 'component-update', 'sync'].map((name) => `--disable-${name}`)
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: findBrowser(),
    baseURL,
    viewport: { width: 1280, height: 800 },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', ...quiet],
  })
  // tsx keeps the names of functions by a call that pages do not know.
  await context.addInitScript('globalThis.__name = (named) => named')
  await context.addInitScript(() => {
    const watchBlocks = () => {
      let longest = 0
      let last = performance.now()
      const look = () => {
        const now = performance.now()
        longest = Math.max(longest, now - last)
        last = now
      }
      const timer = setInterval(look, 1)
      return () => {
        clearInterval(timer)
        look()
        return longest
      }
    }
    Object.assign(window, { watchBlocks })
  })
  return {
    context,
    close: async () => {
      await context.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
