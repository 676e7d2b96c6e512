import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { listenForExecutions } from './listenForExecutions.ts'

const message = z.tuple([
  z.string().nullable(),
  z.string(),
  z.string(),
  z.string(),
  z.record(z.string(), z.unknown()),
])
const joining = z.object({
  access_token: z.string(),
  config: z.object({ postgres_changes: z.array(z.record(z.string(), z.unknown())) }),
})

/** A hosted project's end of the web socket: takes one channel, or refuses it. */
class HostedTwin {
  static latest: HostedTwin | undefined
  static refuses = false
  readonly url: string
  readyState = 0
  joined: { topic: string; accessToken: string } | undefined
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  onerror = null

  constructor(url: string) {
    this.url = url
    HostedTwin.latest = this
    setTimeout(() => {
      this.readyState = 1
      this.onopen?.()
    })
  }

  send(text: string) {
    const [joinRef, ref, topic, event, payload] = message.parse(JSON.parse(text))
    const reply = (status: 'ok' | 'error', response: object) =>
      this.say([joinRef, ref, topic, 'phx_reply', { status, response }])
    if (event === 'phx_leave') reply('ok', {})
    if (event !== 'phx_join') return
    if (HostedTwin.refuses) return reply('error', { reason: 'not today' })
    const { access_token: accessToken, config } = joining.parse(payload)
    this.joined = { topic, accessToken }
    reply('ok', { postgres_changes: config.postgres_changes.map((change) => ({ ...change, id: 7 })) })
  }

  announceChange() {
    const data = {
      schema: 'public',
      table: 'eliza_python_executions',
      type: 'INSERT',
      columns: [],
      record: {},
    }
    this.say([null, null, this.joined?.topic, 'postgres_changes', { ids: [7], data }])
  }

  close() {
    this.readyState = 3
    this.onclose?.({ code: 1000 })
  }

  private say(answer: readonly unknown[]) {
    setTimeout(() => this.onmessage?.({ data: JSON.stringify(answer) }))
  }
}

beforeEach(() => {
  Object.assign(HostedTwin, { latest: undefined, refuses: false })
  vi.stubGlobal('WebSocket', HostedTwin)
})
afterEach(() => vi.unstubAllGlobals())

async function listen() {
  const controller = new AbortController()
  const [onChange, onLive] = [vi.fn<() => void>(), vi.fn<(isLive: boolean) => void>()]
  await listenForExecutions({
    environment: {
      url: 'https://x.supabase.co',
      publishableKey: 'key',
      localSignIn: false,
      realtime: true,
      mail: true,
    },
    session: { authorize: async () => ({ userId: 'u', accessToken: 'token of u' }) },
    userId: 'u',
    onChange,
    onLive,
    signal: controller.signal,
  })
  return { controller, onChange, onLive }
}

test("changes are told from the moment the channel stands, which is asked for with the user's token", async () => {
  const { controller, onChange, onLive } = await listen()
  await vi.waitFor(() => expect(onLive).toHaveBeenLastCalledWith(true), 30_000)
  const twin = HostedTwin.latest
  expect(twin?.url).toMatch(/^wss:\/\/x\.supabase\.co\/realtime\/v1\/websocket\?.*apikey=key/)
  expect(twin?.joined?.accessToken).toBe('token of u')
  expect(onChange).not.toHaveBeenCalled()
  twin?.announceChange()
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce(), 30_000)
  controller.abort()
  await vi.waitFor(() => expect(twin?.readyState).toBe(3), 30_000)
})

test('a backend that refuses the channel is left alone', async () => {
  HostedTwin.refuses = true
  const { onLive } = await listen()
  await vi.waitFor(() => expect(HostedTwin.latest?.readyState).toBe(3), 30_000)
  expect(onLive).not.toHaveBeenCalledWith(true)
})
