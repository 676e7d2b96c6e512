import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newWebhookSubscription } from '../../contract/webhooks.ts'
import type { TestUser } from '../../dev/test/signUpTestUser.ts'
import { type OwnFunctions, startOwnFunctions } from '../../dev/test/startOwnFunctions.ts'
import { type ReceivedWebhook, startWebhookTwin, type WebhookTwin } from '../../dev/twins/webhookTwin.ts'

let twin: WebhookTwin
let backend: OwnFunctions
let user: TestUser
beforeAll(async () => {
  twin = await startWebhookTwin()
  backend = await startOwnFunctions({ environment: { WEBHOOK_ALLOW_HOSTS: twin.hostPort } })
})
beforeEach(async () => {
  user = await backend.signUp()
})
afterAll(async () => {
  await backend.stop()
  await twin.stop()
})

async function call(name: string, body: object, one = user) {
  const response = await fetch(`${backend.url}/functions/v1/${name}`, {
    method: 'POST',
    headers: { apikey: backend.publishableKey, authorization: `Bearer ${one.accessToken}` },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}
async function publish(event_type: string, payload: object, one = user) {
  const { status, body } = await call('ecosystem-webhook', { event_type, payload }, one)
  expect({ status, body }).toMatchObject({ status: 200 })
  return body
}
let paths = 0
/** A path of the twin's that nobody else has. */
const newPath = (): string => `/hooks/${++paths}`
async function subscribe(path: string, types: readonly string[] = [], one = user) {
  const { data, error } = await one.client.rpc('create_webhook_subscription', {
    address: path.startsWith('/') ? twin.url + path : path,
    types,
  })
  expect(error).toBeNull()
  return newWebhookSubscription.parse(data)
}
const receivedAt = (path: string): ReceivedWebhook[] => twin.received.filter((one) => one.path === path)

/** Verifies a signature like a subscriber: https://www.standardwebhooks.com */
function isSignedWith(secret: string, { headers, body }: ReceivedWebhook): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  expect(key).toHaveLength(32)
  const said = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  const signature = createHmac('sha256', key).update(said).digest('base64')
  return headers['webhook-signature'] === `v1,${signature}`
}

test('an event is stored, and sent signed with time and payload', async () => {
  const path = newPath()
  const { id, secret } = await subscribe(path)
  const payload = { xmr: 0.1, note: 'ä "quoted" <b>', deep: [1, null, { a: true }] }
  const { event_id, deliveries } = await publish('mining.paid', payload)
  expect(deliveries).toEqual([
    {
      id: expect.any(String),
      subscription_id: id,
      event_type: 'mining.paid',
      status: 'delivered',
      attempts: 1,
      response_code: 200,
      error: null,
      next_attempt_at: null,
    },
  ])
  const [webhook, ...others] = receivedAt(path)
  expect(others).toEqual([])
  if (webhook === undefined) throw new Error('Nothing came.')
  expect(webhook.headers).toMatchObject({ 'webhook-id': event_id, 'content-type': 'application/json' })
  expect(Math.abs(Number(webhook.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60)
  expect(JSON.parse(webhook.body)).toEqual({
    type: 'mining.paid',
    timestamp: expect.stringMatching(/^20\d\d-.*T/),
    data: payload,
  })
  expect(isSignedWith(secret, webhook)).toBe(true)
  expect(isSignedWith(secret, { ...webhook, body: webhook.body.replace('0.1', '0.2') })).toBe(false)
  const { data } = await user.client.from('webhook_events').select('id, event_type, payload')
  expect(data).toEqual([{ id: event_id, event_type: 'mining.paid', payload }])
})

test('it goes to active subscribers that want its type, and to nobody else’s', async () => {
  const [all, fitting, unfitting, paused, others] = [newPath(), newPath(), newPath(), newPath(), newPath()]
  await subscribe(all)
  await subscribe(fitting, ['a.b', 'mining.paid'])
  await subscribe(unfitting, ['mining', 'mining.paid.late'])
  const { id } = await subscribe(paused)
  const { error } = await user.client.from('webhook_subscriptions').update({ active: false }).eq('id', id)
  expect(error).toBeNull()
  await subscribe(others, [], await backend.signUp())
  expect((await publish('mining.paid', {})).deliveries).toHaveLength(2)
  const counts = [all, fitting, unfitting, paused, others].map((path) => receivedAt(path).length)
  expect(counts).toEqual([1, 1, 0, 0, 0])
})

test('without subscribers it is stored and delivered to nobody', async () => {
  expect(await publish('a', {})).toEqual({ event_id: expect.any(String), deliveries: [] })
})

describe('a subscriber that does not take it', () => {
  test.each([
    [500, 500, 'The endpoint answered with status 500.'],
    [404, 404, 'The endpoint answered with status 404.'],
    ['redirects', 307, 'The endpoint answered with a redirect (307), which is not followed.'],
    ['resets', null, /^127\.0\.0\.1:\d+ cannot be reached/],
    ['hangs', null, /did not answer within 5 s\.$/],
  ] as const)('(%s) is tried again later, and keeps none from the others', async (behaviour, code, error) => {
    const [bad, good] = [newPath(), newPath()]
    twin.behave(bad, behaviour)
    const { id } = await subscribe(bad)
    await subscribe(good)
    const { deliveries } = await publish('a', {})
    const waiting = deliveries.find((one: { subscription_id: string }) => one.subscription_id === id)
    expect(waiting).toMatchObject({
      status: 'waiting',
      attempts: 1,
      response_code: code,
      error: typeof error === 'string' ? error : expect.stringMatching(error),
    })
    expect(Date.parse(waiting.next_attempt_at)).toBeGreaterThan(Date.now() - 60_000)
    expect([receivedAt(bad).length, receivedAt(good).length]).toEqual([1, 1])
    expect(receivedAt('/elsewhere')).toEqual([])
  })

  /** Lets the pause of every delivery of the user's end. Only the secret key may. */
  const endPauses = async () => {
    const response = await fetch(`${backend.url}/rest/v1/webhook_deliveries?user_id=eq.${user.userId}`, {
      method: 'PATCH',
      headers: { apikey: backend.secretKey, 'content-type': 'application/json' },
      body: JSON.stringify({ next_attempt_at: '2020-01-01T00:00:00Z' }),
    })
    expect(response.status).toBeLessThan(300)
  }

  test('gets it with the same id and a new signature at a later call, once its pause is over', async () => {
    const path = newPath()
    twin.behave(path, 503)
    const { secret } = await subscribe(path)
    await publish('first', { n: 1 })
    expect((await call('retry-webhooks', {})).body).toEqual({ deliveries: [] })
    await endPauses()
    twin.behave(path, 204)
    await publish('second', { n: 2 })
    const webhooks = receivedAt(path)
    expect(webhooks).toHaveLength(3)
    expect(webhooks.map((one) => isSignedWith(secret, one))).toEqual([true, true, true])
    const ids = webhooks
      .filter(({ body }) => JSON.parse(body).type === 'first')
      .map(({ headers }) => headers['webhook-id'])
    expect([ids.length, new Set(ids).size]).toEqual([2, 1])
    const { data } = await user.client
      .from('webhook_deliveries')
      .select('status, attempts')
      .order('created_at')
    expect(data).toEqual([
      { status: 'delivered', attempts: 2 },
      { status: 'delivered', attempts: 1 },
    ])
  })

  test('waits longer each time, has failed after 8 attempts, and can still be sent by hand', async () => {
    const path = newPath()
    twin.behave(path, 500)
    await subscribe(path)
    const { deliveries } = await publish('a', {})
    const pauses: number[] = []
    const note = (one: { next_attempt_at: string | null }) => {
      if (one.next_attempt_at !== null) pauses.push(Date.parse(one.next_attempt_at) - Date.now())
    }
    note(deliveries[0])
    let last = deliveries[0]
    for (let attempts = 2; attempts <= 8; attempts += 1) {
      await endPauses()
      ;[last] = (await call('retry-webhooks', {})).body.deliveries
      expect(last).toMatchObject({ attempts, status: attempts < 8 ? 'waiting' : 'failed' })
      note(last)
    }
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
    expect(pauses).toHaveLength(7)
    await endPauses()
    expect((await call('retry-webhooks', {})).body).toEqual({ deliveries: [] })
    twin.behave(path, 200)
    const byHand = await call('retry-webhooks', { delivery_id: last.id })
    expect(byHand.body.deliveries).toMatchObject([{ status: 'delivered', attempts: 9 }])
  })

  test('is not sent the same attempt twice by calls at the same time', async () => {
    const path = newPath()
    twin.behave(path, 500)
    await subscribe(path)
    await publish('a', {})
    await endPauses()
    await Promise.all(Array.from({ length: 5 }, () => call('retry-webhooks', {})))
    expect(receivedAt(path)).toHaveLength(2)
  })

  test('is not sent again by another person', async () => {
    const path = newPath()
    twin.behave(path, 500)
    await subscribe(path)
    const { deliveries } = await publish('a', {})
    const stranger = await backend.signUp()
    for (const delivery_id of [deliveries[0].id, crypto.randomUUID()]) {
      expect(await call('retry-webhooks', { delivery_id }, stranger)).toMatchObject({
        status: 400,
        body: { error: { message: 'You have no delivery with this id.' } },
      })
    }
    expect(receivedAt(path)).toHaveLength(1)
  })
})

test.each([
  'http://127.0.0.1:1/',
  'http://localhost:8080/',
  'http://[::1]/',
  'http://10.0.0.1/hook',
  'http://169.254.169.254/latest',
  'http://0x7f000001/',
  'http://user:password@example.com/',
  'http://1.1.1.1:22/',
])('%s is refused unasked', async (address) => {
  await subscribe(address)
  const { deliveries } = await publish('a', {})
  expect(deliveries).toMatchObject([{ status: 'waiting', response_code: null }])
  expect(deliveries[0].error).toMatch(/not on the public internet|not fetched|is not a web port/)
})

test('the secret cannot be read again by anybody, nor chosen', async () => {
  const { id, secret } = await subscribe(newPath())
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const table = user.client.from('webhook_subscriptions')
  for (const columns of ['secret', '*', 'id, secret']) {
    expect((await table.select(columns)).error?.code, columns).toBe('42501')
  }
  expect((await table.update({ secret: 'mine' }).eq('id', id)).error?.code).toBe('42501')
  expect((await table.select('id').like('secret', 'whsec_%')).error?.code).toBe('42501')
  expect((await table.select('id').order('secret')).error?.code).toBe('42501')
  const body = JSON.stringify(await publish('a', {}))
  expect(body).not.toContain('whsec_')
})

test.each([
  ['another protocol', { address: 'ftp://example.com' }],
  ['no address', { address: 'example.com' }],
  ['an endless address', { address: `https://example.com/${'x'.repeat(2000)}` }],
  ['no type', { address: 'https://example.com', types: ['not a type!'] }],
  ['51 types', { address: 'https://example.com', types: Array.from({ length: 51 }, (_, i) => `t${i}`) }],
])('%s makes no subscription', async (_what, parameters) => {
  const { error } = await user.client.rpc('create_webhook_subscription', parameters)
  expect(error?.code).toBe('23514')
})

test('one person has at most 20 subscriptions', async () => {
  for (let i = 0; i < 20; i += 1) await subscribe('https://example.com/')
  const { error } = await user.client.rpc('create_webhook_subscription', { address: 'https://example.com/' })
  expect(error).toMatchObject({ code: '23514', message: expect.stringContaining('There are 20') })
})

test.each([
  [{ event_type: 'has a blank', payload: {} }],
  [{ event_type: '', payload: {} }],
  [{ event_type: 'a', payload: [1] }],
  [{ event_type: 'a', payload: { text: 'x'.repeat(64_001) } }],
  [{ event_type: 'a' }],
  [{ event_type: 'a', payload: { text: 'a\u0000b' } }],
])('an event that cannot be is refused as the caller’s mistake', async (event) => {
  expect(await call('ecosystem-webhook', event)).toMatchObject({
    status: 400,
    body: { error: { code: 'tool-input-invalid' } },
  })
})
