/** Tells the person at the terminal where the app is, and opens it there. */
import type { Backend } from './createBackend.ts'
import { describeNetwork } from './describeNetwork.ts'
import { openBrowser } from './openBrowser.ts'
import type { Settings } from './readSettings.ts'

/** @param running Only a backend of this server has more than its address. */
export async function announce(
  settings: Settings,
  running: Pick<Backend, 'url'> & Partial<Pick<Backend, 'ownerAddress' | 'invite'>>,
  log: (line: string) => void,
): Promise<void> {
  const { url, ownerAddress = null, invite } = running
  for (const line of describeNetwork(settings, (await invite?.()) ?? null)) log(line)
  const address = ownerAddress ?? url
  if (ownerAddress !== null) log('The address below signs you in. Give it to nobody.')
  log(`Eliza Workbench is ready: ${address}`)
  openBrowser(address, settings.dataDirectory)
}
