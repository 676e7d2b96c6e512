import { expect, test } from 'vitest'
import { localKeyHeader, localSessionPath } from '../../../contract/edgeApi.ts'
import { openStorage } from '../../../lib/openStorage.ts'
import { createStorage } from '../../../lib/tests/createStorage.ts'
import { connectBackend } from '../connectBackend.ts'
import { takeLocalKey } from './localKey.ts'

const pageAt = (address: string) => {
  const shown: string[] = []
  const history = {
    state: null,
    replaceState: (_state: unknown, _title: string, url: string) => void shown.push(url),
  }
  return { page: { location: new URL(address), history } as unknown as Window, shown }
}

test('the key leaves the address, is kept, and asks for the owner’s session again after a sign-out', async () => {
  const storage = createStorage()
  storage.setItem('eliza.signed-out', 'yes')
  const { page, shown } = pageAt('http://127.0.0.1:7433/history?text=a#key=abc-_1')
  takeLocalKey(
    page,
    openStorage(() => storage),
  )
  expect(shown).toEqual(['/history?text=a'])
  const asked: (string | null)[] = []
  const { session } = connectBackend(
    { url: 'http://app', publishableKey: 'key', localSignIn: true, realtime: false, mail: false },
    {
      storage,
      fetch: (input, init) => {
        if (input === `http://app${localSessionPath}`)
          asked.push(new Headers(init?.headers).get(localKeyHeader))
        return Promise.resolve(new Response('{}', { status: 403 }))
      },
    },
  )
  await expect.poll(() => session.getState().status).toBe('signed-out')
  session.dispose()
  expect(asked).toEqual(['abc-_1'])
})

test('another fragment stays, and brings nothing', () => {
  const storage = createStorage()
  const { page, shown } = pageAt('http://127.0.0.1:7433/scripts#top')
  takeLocalKey(
    page,
    openStorage(() => storage),
  )
  expect([shown, storage.length]).toEqual([[], 0])
})
