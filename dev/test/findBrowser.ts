/** Finds a Chromium for the journeys, so that a fresh clone needs no set-up of its own. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
]

const wellKnownPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      path.join(folder, 'Chromium', 'Application', 'chrome.exe'),
    ]),
}

/**
 * The path of an executable: CHROMIUM_PATH, an installed Chrome or Chromium, Playwright's own download;
 * on Debian as root the package `chromium` is installed. Throws with a sentence that says what to install.
 */
export function findBrowser(): string {
  const asked = process.env['CHROMIUM_PATH']
  if (asked) {
    if (!existsSync(asked)) throw new Error(`CHROMIUM_PATH is ${asked}, and there is no such file.`)
    return asked
  }
  const found = installed() ?? downloaded()
  if (found) return found
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('No browser found: installing the Debian package chromium')
    for (const step of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
      const { status } = spawnSync('apt-get', step, { stdio: ['ignore', 'ignore', 'inherit'] })
      if (status !== 0) break
    }
    const fresh = installed()
    if (fresh) return fresh
  }
  throw new Error(
    'The journeys need Chrome or Chromium. Install one, or run `npx playwright install chromium`, ' +
      'or set CHROMIUM_PATH to an executable.',
  )
}

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  const onPath = commands.flatMap((command) => folders.map((folder) => path.join(folder, command)))
  return [...onPath, ...(wellKnownPlaces[process.platform] ?? [])].find((file) => existsSync(file))
}

function downloaded(): string | undefined {
  const file = chromium.executablePath()
  return existsSync(file) ? file : undefined
}
