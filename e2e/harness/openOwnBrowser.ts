/** A browser with a profile of its own that can be ended as a power cut or a crash ends it: at once, without a word to its pages. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { chromium, type Page } from '@playwright/test'
import { findBrowser } from '../../dev/test/findBrowser.ts'

interface OwnBrowser {
  readonly page: Page
  readonly kill: () => Promise<void>
}

/** `profile`: a folder, whose stored data a later browser finds again. `args`: those of all journeys' browsers. */
export async function openOwnBrowser(profile: string, args: readonly string[] = []): Promise<OwnBrowser> {
  const own = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank']
  const browser = spawn(findBrowser(), [...args, ...own], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: its helpers, which write into the profile, end with it.
    detached: true,
  })
  const kill = async () => {
    if (browser.pid === undefined || browser.exitCode !== null || browser.signalCode !== null) return
    process.kill(-browser.pid, 'SIGKILL')
    await once(browser, 'exit')
  }
  for await (const line of createInterface(browser.stderr)) {
    const address = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1]
    if (address === undefined) continue
    browser.stderr.resume()
    const connection = await chromium.connectOverCDP(address)
    const [context] = connection.contexts()
    if (!context) break
    return { page: await context.newPage(), kill }
  }
  await kill()
  throw new Error('The browser did not say where it listens.')
}
