/** Gathers evidence that an attempt escaped: its mark, at a place that only code outside can reach. */
import type { Page } from '@playwright/test'
import type { Server } from 'node:http'

/** Every address the server is asked for from now on, by web sockets too. */
export function recordRequests(server: Server): readonly string[] {
  const urls: string[] = []
  server.on('request', (request) => urls.push(request.url ?? ''))
  server.on('upgrade', (request, socket) => {
    urls.push(request.url ?? '')
    socket.destroy()
  })
  return urls
}

/** Has each document of the page keep what it hears from other tabs, and from workers beside their port. */
export async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: string[] = []
    const hear = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') heard.push(data)
      else if (data instanceof Object && 'forged' in data) heard.push(String(data.forged))
    }
    const Original = Worker
    const channels = ['escapes', 'eliza-log'].map((name) => new BroadcastChannel(name))
    for (const channel of channels) channel.addEventListener('message', hear)
    Object.assign(window, {
      heard,
      channels,
      Worker: class extends Original {
        constructor(...given: ConstructorParameters<typeof Worker>) {
          super(...given)
          this.addEventListener('message', hear)
        }
      },
    })
  })
}

/** Everything the page heard, shows or has stored by name, as one text. */
export function readPage(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const files: string[] = []
    for await (const name of root.keys()) files.push(name)
    const databases = await indexedDB.databases()
    const locks = await navigator.locks.query()
    return JSON.stringify([
      'heard' in window ? window.heard : null,
      files,
      databases.map(({ name }) => name),
      await caches.keys(),
      locks.held?.map(({ name }) => name),
      Object.keys(localStorage),
      Object.keys(sessionStorage),
      document.cookie,
      document.title,
    ])
  })
}
