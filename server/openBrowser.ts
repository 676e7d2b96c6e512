/** Opens an address in the browser of the person at the terminal. */
import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  linux: ['xdg-open'],
  win32: ['cmd', '/c', 'start', ''],
}

/** Does nothing if nobody is at the terminal, or with BROWSER=none. Failures are silent: the address is printed, too. */
export function openBrowser(address: string, dataDirectory: string): void {
  const {
    BROWSER: browser,
    CI: ci,
    SSH_CONNECTION: ssh,
    DISPLAY: x11,
    WAYLAND_DISPLAY: wayland,
  } = process.env
  const hasScreen = process.platform !== 'linux' || Boolean(x11 ?? wayland)
  if (!process.stdout.isTTY || browser === 'none' || ci || ssh || !hasScreen) return
  const [command, ...given] = openers[process.platform] ?? []
  if (command === undefined || !existsSync(dataDirectory)) return
  // Every user of the machine can read the arguments of a program, but not this file.
  const page = join(dataDirectory, 'open.html')
  writeFileSync(page, `<meta http-equiv="refresh" content="0;url=${address}">`, { mode: 0o600 })
  spawn(command, [...given, page], { detached: true, stdio: 'ignore' })
    .on('error', () => {})
    .unref()
}
