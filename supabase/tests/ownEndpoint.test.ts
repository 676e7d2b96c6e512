import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aiStatusAnswer } from '../../contract/ai/aiStatus.ts'
import { type AiTwin, startAiTwin, twinKey } from '../../dev/twins/aiTwin.ts'
import type { TestUser } from '../../dev/test/signUpTestUser.ts'
import { type OwnFunctions, startOwnFunctions } from '../../dev/test/startOwnFunctions.ts'

/** Plays the endpoint of a user. */
let twin: AiTwin
let address: string
/** Plays the providers that the environment names. */
let providers: AiTwin
/** Serves this machine alone. */
let backend: OwnFunctions
/** The same for a server that others share. */
let shared: OwnFunctions
let user: TestUser
let logged = ''
let seen = ''
const key = twinKey('compatible')

beforeAll(async () => {
  ;[twin, providers] = await Promise.all([startAiTwin(), startAiTwin()])
  address = `${twin.environment['OPENAI_COMPATIBLE_BASE_URL']}`
  const log = (line: string) => void (logged += `${line}\n`)
  const environment = {
    ...providers.environment,
    AI_TIERS: 'openai,compatible',
    AI_COOL_DOWN_SECONDS: '600',
    EMBEDDING_PROVIDER: 'none',
  }
  ;[backend, shared] = await Promise.all([
    startOwnFunctions({ environment, log }),
    startOwnFunctions({
      environment: { ...environment, AI_ENDPOINT_ALLOW_PRIVATE: '0' },
      log,
    }),
  ])
})
beforeEach(async () => {
  twin.behave({})
  providers.behave({})
  user = await backend.signUp()
})
afterAll(async () => {
  await Promise.all([backend.stop(), shared.stop(), twin.stop(), providers.stop()])
})

type Draft = Record<string, string | number | boolean | null>
async function save(draft: Draft = {}, one = user): Promise<void> {
  const whole = { base_url: address, model: 'own-model', key, ...draft }
  const { error } = await one.client.rpc('save_ai_endpoint', whole)
  expect(error).toBeNull()
}

async function call(name: string, body: object, one = user, at = backend, accept = 'application/json') {
  const response = await fetch(`${at.url}/functions/v1/${name}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { accept, apikey: at.publishableKey, authorization: `Bearer ${one.accessToken}` },
  })
  const text = await response.text()
  seen += text
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, body: isJson ? JSON.parse(text) : text }
}
const ask = (one = user, at = backend) => call('ai-chat', { message: 'hello' }, one, at)
const testOwn = async (one = user, at = backend) => (await call('ai-status', { test: 'own' }, one, at)).body
const listModels = async () => (await call('ai-status', { models: 'own' })).body

test('the endpoint is asked first with its key and model, and nobody else is', async () => {
  await save()
  expect(await ask()).toMatchObject({
    status: 200,
    body: {
      response: 'compatible heard: hello',
      provider: 'compatible',
      model: 'own-model',
      attempts: [{ ok: true }],
      usage: { input_tokens: 1000, output_tokens: 200, cost: null },
    },
  })
  expect(twin.requests).toMatchObject([
    { headers: { authorization: `Bearer ${key}` }, body: { model: 'own-model' } },
  ])
  expect(providers.requests).toEqual([])
})

test('another user’s questions never go there', async () => {
  await save()
  const other = await backend.signUp()
  expect((await ask(other)).body).toMatchObject({ provider: 'openai' })
  expect((await call('ai-status', { test: 'own' }, other)).body).toMatchObject({
    error: { code: 'not-configured', message: expect.stringContaining('no endpoint of your own') },
  })
  expect(twin.requests).toEqual([])
})

test('it answers as it comes, and who leaves ends it at the endpoint too', async () => {
  await save()
  const accept = 'text/event-stream'
  const { body } = await call('ai-chat', { message: 'hello' }, user, backend, accept)
  expect(body).toContain('"type":"text-delta"')
  expect(body).toMatch(/"provider":"compatible","model":"own-model"/)

  twin.behave({ compatible: 'answers-slowly' })
  const leaving = new AbortController()
  const response = await fetch(`${backend.url}/functions/v1/ai-chat`, {
    method: 'POST',
    headers: { accept, authorization: `Bearer ${user.accessToken}`, apikey: backend.publishableKey },
    body: JSON.stringify({ message: 'one two three four five six seven eight nine ten eleven twelve' }),
    signal: leaving.signal,
  })
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  for (let text = ''; !text.includes('text-delta');) text += decoder.decode((await reader?.read())?.value)
  expect(twin.requests[0]?.endedAt).toBeNull()
  leaving.abort()
  await expect.poll(() => twin.requests[0]?.isAborted, { timeout: 5000 }).toBe(true)
})

test('a chat is held to the context of the endpoint that is asked first', async () => {
  const says = (text: string) => ({ role: 'user', parts: [{ type: 'text', text }] })
  const turns = Array.from({ length: 30 }, (_, i) => [
    says(`Question ${i} ${'x'.repeat(500)}`),
    { role: 'assistant', parts: [{ type: 'text', text: `Answer ${i}` }] },
  ])
  const chat = { messages: [...turns.flat(), says('And now?')] }
  const sent = async () => {
    const { body } = await call('ai-chat', chat, user, backend, 'text/event-stream')
    expect(body).toContain('"provider":"compatible"')
    return JSON.stringify(twin.requests.at(-1)?.body)
  }
  await save()
  expect(await sent()).toContain('Question 0 ')
  await save({ context_tokens: 6000 })
  const short = await sent()
  expect(short).toContain('Answer 29')
  expect(short).toContain('And now?')
  expect(short).not.toContain('Question 0 ')
  expect(short.length).toBeLessThan(6000 * 4)
})

test('extract_knowledge asks it too', async () => {
  await save()
  twin.say(
    JSON.stringify({ entities: [{ name: 'Ada', kind: 'person', description: '' }], relationships: [] }),
  )
  const { data } = await user.client.from('conversations').insert({ title: 'Talk' }).select('id').single()
  const row = { conversation_id: data?.id, role: 'user', content: 'Ada was here' }
  const message = await user.client.from('messages').insert(row).select('id').single()
  const { body } = await call('extract-knowledge', { message_id: message.data?.id })
  expect(body).toMatchObject({ provider: 'compatible', model: 'own-model', entities: [{ name: 'Ada' }] })
  expect(providers.requests).toEqual([])
})

test('not asked first, it stands before the environment’s own of its kind', async () => {
  await save({ asks_first: false, model: 'mine' })
  expect((await ask()).body).toMatchObject({ provider: 'openai' })
  expect(twin.requests).toEqual([])

  const other = await backend.signUp()
  await save({ asks_first: false, model: 'mine' }, other)
  providers.behave({ openai: 'refuses-the-request' })
  expect((await ask(other)).body).toMatchObject({ provider: 'compatible', model: 'mine' })
  providers.behave({ openai: 'refuses-the-request' })
  twin.behave({ compatible: 'fails' })
  expect((await ask(other)).body).toMatchObject({ provider: 'compatible', model: 'own-model' })
  expect(providers.requests.map(({ tier }) => tier)).toEqual(['openai', 'compatible'])
})

test('where it fails the next one is asked, and it is asked again at the next question', async () => {
  await save()
  twin.behave({ compatible: 'refuses-the-key' })
  expect((await ask()).body).toMatchObject({
    provider: 'openai',
    attempts: [
      { ok: false, reason: expect.stringMatching(/^Your own endpoint \(own-model\) refuses the key/) },
      { ok: true },
    ],
  })
  twin.behave({})
  expect((await ask()).body).toMatchObject({ provider: 'compatible' })
  const status = aiStatusAnswer.parse((await call('ai-status', {})).body)
  // Its history must not count for the environment's provider.
  expect(status.tiers.find(({ id }) => id === 'compatible')).toMatchObject({
    rest: null,
    last: { failure: null },
  })
})

test('without a model it is not asked, and tells what it has', async () => {
  await save({ model: '' })
  expect((await ask()).body).toMatchObject({ provider: 'openai' })
  expect(await listModels()).toEqual({ models: ['other-model', 'own-model'], reason: null })
  expect(twin.requests).toMatchObject([
    { path: '/compatible/models', headers: { authorization: `Bearer ${key}` } },
  ])
})

test('an endpoint without a key is sent none', async () => {
  await save({ key: null })
  expect(await testOwn()).toMatchObject({ ok: true, model: 'own-model' })
  expect(twin.requests[0]?.headers).not.toHaveProperty('authorization')
})

test('nobody reads the key, and it goes to no other host than the one it was given for', async () => {
  await save()
  const { error } = await user.client.from('ai_endpoints').select('key')
  expect(error?.code).toBe('42501')
  expect((await user.client.from('ai_endpoints').select('has_key').single()).data).toEqual({ has_key: true })

  await save({ key: null, keeps_key: true, model: 'other-model', base_url: `${address}/` })
  expect(await testOwn()).toMatchObject({ ok: true, model: 'other-model' })
  expect(twin.requests[0]?.headers.authorization).toBe(`Bearer ${key}`)

  await save({ key: null })
  expect((await user.client.from('ai_endpoints').select('has_key').single()).data).toEqual({ has_key: false })

  await save()
  const elsewhere = address.replace('127.0.0.1', 'localhost')
  await save({ key: null, keeps_key: true, base_url: elsewhere })
  expect((await user.client.from('ai_endpoints').select('has_key').single()).data).toEqual({ has_key: false })
  expect(await testOwn()).toMatchObject({ ok: true })
  expect(twin.requests.at(-1)?.headers).not.toHaveProperty('authorization')
})

test.each([
  'ftp://example.com',
  'http://name:word@example.com/v1',
  'http:///v1',
  'https://example.com/v1?key=x',
  'https://exa mple.com',
  'localhost:11434',
  '',
])('%j is no address', async (base_url) => {
  const { error } = await user.client.rpc('save_ai_endpoint', { base_url, model: 'm' })
  expect(error?.code).toBe('23514')
})

const hostOf = (base: string) => new URL(base).host

test.each([
  ['this machine', (port: string) => `http://127.0.0.1:${port}/compatible`],
  ['a name of this machine', (port: string) => `http://localhost:${port}/compatible`],
  ['another name of it', (port: string) => `http://any.localhost:${port}/compatible`],
  ['its number', (port: string) => `http://2130706433:${port}/compatible`],
  ['IPv6', (port: string) => `http://[::1]:${port}/compatible`],
  ['a mapped address', (port: string) => `http://[::ffff:127.0.0.1]:${port}/compatible`],
  ['unspecified', (port: string) => `http://0.0.0.0:${port}/compatible`],
  ['a private network', () => 'http://10.0.0.1:8080/v1'],
  ['a home network', () => 'http://192.168.1.1/v1'],
  ['metadata', () => 'http://169.254.169.254/v1'],
])('on a server that others share, %s is refused', async (_what, at) => {
  const sharing = await shared.signUp()
  const base_url = at(new URL(address).port)
  await save({ base_url }, sharing)
  const refusal = new RegExp(
    `^Your own endpoint .*was not called: ${hostOf(base_url).replace(/[[\].]/g, '\\$&')} is not on`,
  )
  expect(await testOwn(sharing, shared)).toMatchObject({
    ok: false,
    failure: 'unreachable',
    reason: expect.stringMatching(refusal),
  })
  expect((await call('ai-status', { models: 'own' }, sharing, shared)).body).toMatchObject({
    models: [],
    reason: expect.stringContaining('it calls public addresses only'),
  })
  expect((await ask(sharing, shared)).body).toMatchObject({ provider: 'openai' })
  expect(twin.requests).toEqual([])
})

test.each([
  'http://169.254.169.254/v1',
  'http://0.0.0.0:9/v1',
  'http://[::ffff:10.0.0.1]/v1',
  'http://224.0.0.1/v1',
])('for this machine alone %s is refused all the same', async (base_url) => {
  await save({ base_url })
  expect(await testOwn()).toMatchObject({ ok: false, reason: expect.stringContaining('was not called') })
})

test('ai-status says where endpoints may lie', async () => {
  expect((await call('ai-status', {})).body).toMatchObject({ endpoints: 'anywhere' })
  expect((await call('ai-status', {}, await shared.signUp(), shared)).body).toMatchObject({
    endpoints: 'public',
  })
})

test('a redirect is not followed', async () => {
  await save()
  twin.behave({ compatible: 'redirects' })
  expect(await testOwn()).toMatchObject({
    ok: false,
    reason: expect.stringContaining('answered with a redirect (status 307), which is not followed'),
  })
  expect(twin.requests).toHaveLength(1)
})

test('what is wrong is said in words that help', async () => {
  await save({ base_url: 'http://127.0.0.1:9999/v1' })
  expect(await testOwn()).toMatchObject({
    reason: expect.stringMatching(/Is Ollama, or the server you use, running\?$/),
  })
  await save({ base_url: address.replace('/compatible', '') })
  expect(await testOwn()).toMatchObject({
    reason: expect.stringMatching(/nothing at this address .* end in \/v1\.$/),
  })
  await save({ base_url: 'http://nowhere.invalid/v1' })
  expect(await testOwn()).toMatchObject({ failure: 'unreachable' })
  await save()
  twin.behave({ compatible: 'has-retired-the-model' })
  expect(await testOwn()).toMatchObject({
    reason: expect.stringContaining('does not have the model (status 404)'),
  })
  twin.behave({ compatible: 'refuses-the-key' })
  expect(await testOwn()).toMatchObject({ reason: expect.stringContaining('refuses the key (status 401)') })
  twin.behave({ compatible: 'answers-as-a-web-page' })
  expect(await testOwn()).toMatchObject({ reason: expect.stringContaining('a web page') })
  twin.behave({ compatible: 'forbids' })
  expect(await listModels()).toMatchObject({
    models: [],
    reason: expect.stringContaining('refuses the key (status 403)'),
  })
})

test.each([
  ['no JSON', 'surely not', /not list its models/],
  ['another shape', '{"models": []}', /not list its models/],
  ['far too much', `{"data": [${'"x",'.repeat(400_000)}"x"]}`, /more than 1 MB/],
] as const)('a list of models that is %s is no list', async (_what, body, words) => {
  await withModels(body, async () => {
    expect(await listModels()).toMatchObject({ models: [], reason: expect.stringMatching(words) })
  })
})

test('of a list of models names alone are taken, and not without end', async () => {
  const strange = [
    { id: 'a\nb' },
    { id: '\u202eevil' },
    { id: 7 },
    null,
    { id: 'x'.repeat(1000) },
    { id: '' },
  ]
  const many = Array.from({ length: 600 }, (_, i) => ({ id: `model-${i}` }))
  await withModels(JSON.stringify({ data: [...strange, { id: 'a' }, { id: 'a' }, ...many] }), async () => {
    const { models } = await listModels()
    expect(models.slice(0, 3)).toEqual(['a', 'model-0', 'model-1'])
    expect(models).toHaveLength(500)
  })
})

test.each([
  ['is nested too deeply', `data: ${'['.repeat(1_000_000)}\n\n`],
  ['a line that is too long', `data: ${'x'.repeat(2_100_000)}`],
  ['too many lines', '\r'.repeat(500_000)],
  [
    'called more than 100 tools at once',
    Array.from({ length: 20_000 }, (_, index) => {
      const call = { index, id: `c${index}`, type: 'function', function: { name: 'x', arguments: '{}' } }
      return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [call] } }] })}\n\n`
    }).join(''),
  ],
])('an endpoint whose answer would hold the process of all functions is given up: %s', async (why, body) => {
  await withModels(
    body,
    async () => {
      const answer = await ask()
      expect(JSON.stringify(answer.body)).toContain(why)
      expect(JSON.stringify(answer.body)).not.toContain('cannot be reached')
    },
    'text/event-stream',
  )
})

async function withModels(body: string, work: () => Promise<void>, type = 'application/json'): Promise<void> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': type })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    await save({ base_url: `http://127.0.0.1:${port}/v1` })
    await work()
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

test('an endpoint that was removed is not asked any more', async () => {
  await save()
  await user.client.from('ai_endpoints').delete().eq('user_id', user.userId)
  expect((await ask()).body).toMatchObject({ provider: 'openai' })
  expect(twin.requests).toEqual([])
})

test('the key was in no answer and no line of the log', () => {
  expect(seen).toContain('own-model')
  expect(seen + logged).not.toContain(key)
  expect(seen + logged).not.toMatch(/sk-twin/)
})
