import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { matchMemories } from '../../contract/tools/matchMemories.ts'
import { remember as rememberTool } from '../../contract/tools/remember.ts'
import {
  embeddingBehaviours,
  type EmbeddingTwin,
  startEmbeddingTwin,
  twinVector,
} from '../../dev/twins/embeddingTwin.ts'
import type { TestUser } from '../../dev/test/signUpTestUser.ts'
import { type OwnFunctions, startOwnFunctions } from '../../dev/test/startOwnFunctions.ts'

let twin: EmbeddingTwin
let backend: OwnFunctions
let user: TestUser
beforeAll(async () => {
  twin = await startEmbeddingTwin()
  backend = await startWith({ EMBEDDING_PROVIDER: 'openai', EMBEDDING_DIMENSION: '8' })
})
beforeEach(async () => {
  twin.behave('answers')
  user = await backend.signUp()
})
afterAll(async () => {
  await backend.stop()
  await twin.stop()
})

const startWith = (environment: Record<string, string>): Promise<OwnFunctions> =>
  startOwnFunctions({
    environment: { ...twin.environment, AI_COOL_DOWN_SECONDS: '0', ...environment },
  })

async function call(name: string, body: object, one = user, at = backend) {
  const response = await fetch(`${at.url}/functions/v1/${name}`, {
    method: 'POST',
    headers: { apikey: at.publishableKey, authorization: `Bearer ${one.accessToken}` },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}
async function remember(content: string, rest: object = {}) {
  const answer = await call('remember', { content, ...rest })
  expect(answer).toMatchObject({ status: 200 })
  return rememberTool.result.parse(answer.body)
}
async function match(query: string, rest: object = {}, one = user) {
  const answer = await call('match_memories', { query, ...rest }, one)
  expect(answer).toMatchObject({ status: 200 })
  return matchMemories.result.parse(answer.body)
}
const contents = (found: Awaited<ReturnType<typeof match>>): string[] => found.map(({ content }) => content)
const storedVectors = async (id: string) => {
  const { data } = await user.client
    .from('memory_embeddings')
    .select('model, dimension')
    .eq('memory_id', id)
    .order('dimension')
  return data
}

test('what is remembered is embedded, and found without sharing a word with the query', async () => {
  const stored = await remember('Our earnings of last week')
  expect(stored).toMatchObject({ embedded: true, note: null })
  await remember('A kitten on the roof')
  const [first, second] = await match('wages')
  expect(first?.content).toBe('Our earnings of last week')
  expect(first?.similarity).toBeGreaterThan(0.9)
  expect(second?.similarity).toBeLessThan(0.1)
  expect(await storedVectors(stored.id)).toEqual([{ model: 'openai/text-embedding-3-small', dimension: 8 }])
})

test('the threshold leaves out what is far, but never what shares a word', async () => {
  await remember('Our earnings of last week')
  await remember('A kitten on the roof')
  expect(contents(await match('wages on a roof', { threshold: 0.5 })).toSorted()).toEqual([
    'A kitten on the roof',
    'Our earnings of last week',
  ])
  expect(contents(await match('wages', { threshold: 0.5 }))).toEqual(['Our earnings of last week'])
})

test('who is found by words and by meaning comes before who is found by one of them', async () => {
  await remember('A pool with water for swimming')
  await remember('Miners hash shares')
  await remember('The pool of the miners counts shares')
  const found = await match('mining pool')
  expect(found[0]?.content).toBe('The pool of the miners counts shares')
  expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).toSorted((a, b) => b - a))
  expect(await match('mining pool', { limit: 1 })).toHaveLength(1)
})

test('nobody finds what another remembers, however near', async () => {
  await remember('Our earnings of last week')
  expect(await match('wages', {}, await backend.signUp())).toEqual([])
})

test('provider, model and dimension are asked for as they are set, with the beginning of a long text', async () => {
  await remember(`bread ${'and cheese '.repeat(3000)}`)
  const [request] = twin.requests
  expect(request).toMatchObject({
    path: '/openai/embeddings',
    headers: { authorization: 'Bearer sk-embedding-openai' },
    body: { model: 'text-embedding-3-small', dimensions: 8 },
  })
  expect(request?.text).toHaveLength(8000)
})

test.each(embeddingBehaviours)(
  'a provider that %s keeps nothing from being stored and found',
  async (how) => {
    twin.behave(how)
    const stored = await remember('The pool pays')
    expect(stored).toEqual({
      id: expect.any(String),
      created_at: expect.any(String),
      embedded: false,
      note: expect.stringMatching(/^OpenAI \(text-embedding-3-small\) .{10,}\.$/),
    })
    expect(JSON.stringify(stored)).not.toMatch(/sk-|<h1>|127\.0\.0\.1/)
    expect(await match('pools paying')).toMatchObject([{ content: 'The pool pays', similarity: null }])
    expect(await match('kittens')).toEqual([])

    const refused = await call('vectorize-memory', { memory_id: stored.id })
    expect(refused).toMatchObject({
      status: expect.toSatisfy((status) => [502, 503].includes(status)),
      body: { error: { message: stored.note } },
    })
    expect(await storedVectors(stored.id)).toEqual([])

    twin.behave('answers')
    expect(await call('vectorize-memory', { memory_id: stored.id })).toMatchObject({
      status: 200,
      body: { id: stored.id, model: 'openai/text-embedding-3-small', dimension: 8 },
    })
    expect(contents(await match('money'))).toEqual(['The pool pays'])
  },
)

test('a provider that hangs is waited for 8 s, and the text is stored', async () => {
  twin.behave('hangs')
  const stored = await remember('The pool pays')
  expect(stored).toMatchObject({
    embedded: false,
    note: expect.stringContaining('gave no vector within 8 s'),
  })
  twin.behave('answers')
  expect(contents(await match('pool'))).toEqual(['The pool pays'])
})

describe('vectorize_memory', () => {
  test("refuses what is no memory of the caller's", async () => {
    const stranger = await backend.signUp()
    const { id } = await remember('The pool pays')
    twin.behave('answers')
    for (const memory_id of [id, crypto.randomUUID()]) {
      expect(await call('vectorize-memory', { memory_id }, stranger)).toMatchObject({
        status: 400,
        body: { error: { code: 'tool-input-invalid', message: 'You have no memory with this id.' } },
      })
    }
    expect(twin.requests).toEqual([])
  })

  test('replaces the vector that the same model made', async () => {
    const { id } = await remember('The pool pays')
    const again = await call('vectorize-memory', { memory_id: id })
    expect(again.status).toBe(200)
    expect(await storedVectors(id)).toHaveLength(1)
  })
})

describe('vectors of two models', () => {
  test('are kept beside each other and never compared', async () => {
    const { id } = await remember('Our earnings of last week')
    const own = { model: 'other/model', embedding: JSON.stringify(twinVector('kitten', 8)) }
    const longer = { model: 'other/longer', embedding: JSON.stringify(twinVector('kitten', 12)) }
    for (const vector of [own, longer]) {
      const { error } = await user.client.from('memory_embeddings').insert({ memory_id: id, ...vector })
      expect(error).toBeNull()
    }
    expect(await storedVectors(id)).toHaveLength(3)
    expect((await match('kittens'))[0]?.similarity).toBeLessThan(0.1)
    const { data, error } = await user.client.rpc('match_memories', {
      query: 'the',
      query_embedding: JSON.stringify(twinVector('cats', 12)),
      embedding_model: 'other/longer',
    })
    expect(error).toBeNull()
    expect(data).toMatchObject([{ id, similarity: expect.closeTo(1) }])
    const { data: none } = await user.client.rpc('match_memories', {
      query: 'the',
      query_embedding: JSON.stringify(twinVector('cats', 11)),
      embedding_model: 'other/longer',
    })
    expect(none).toEqual([])
  })

  test("cannot be put on another's memory", async () => {
    const { id } = await remember('Our earnings')
    const stranger = await backend.signUp()
    const vector = { memory_id: id, model: 'x', embedding: JSON.stringify(twinVector('cats', 8)) }
    const { error } = await stranger.client.from('memory_embeddings').insert(vector)
    expect(error?.code).toBe('42501')
  })
})

describe('another backend', () => {
  test('asks Gemini on its own wire', async () => {
    const other = await startWith({ EMBEDDING_PROVIDER: 'gemini' })
    const one = await other.signUp()
    const stored = await call('remember', { content: 'The pool pays' }, one, other)
    expect(stored.body).toMatchObject({ embedded: true })
    expect(twin.requests).toMatchObject([
      {
        path: '/gemini/models/gemini-embedding-001:embedContent',
        headers: { 'x-goog-api-key': 'sk-embedding-gemini' },
        body: { outputDimensionality: 1536 },
      },
    ])
    await other.stop()
  })

  test('asks an endpoint of one’s own first, and takes the dimension it gives', async () => {
    const other = await startWith({})
    const one = await other.signUp()
    const { body } = await call('remember', { content: 'The pool pays' }, one, other)
    expect(body).toMatchObject({ embedded: true })
    const again = await call('vectorize-memory', { memory_id: body.id }, one, other)
    expect(again.body).toMatchObject({ model: 'compatible/own-model', dimension: 8 })
    expect(twin.requests[0]?.body).not.toHaveProperty('dimensions')
    await other.stop()
  })

  test('says what to set where nothing is, and leaves alone who failed', async () => {
    const other = await startOwnFunctions({
      environment: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${twin.url}/openai` },
    })
    const one = await other.signUp()
    twin.behave('refuses-the-key')
    await call('remember', { content: 'The pool pays' }, one, other)
    const second = await call('remember', { content: 'The pool pays' }, one, other)
    expect(second.body.note).toMatch(/is cooling down for another \d+ s because it refuses the key/)
    expect(twin.requests).toHaveLength(1)
    await other.stop()
    const bare = await startOwnFunctions()
    const two = await bare.signUp()
    const { body } = await call('remember', { content: 'The pool pays' }, two, bare)
    expect(body).toMatchObject({
      embedded: false,
      note:
        'No embedding model is set up. Set EMBEDDING_BASE_URL and EMBEDDING_MODEL, or OPENAI_API_KEY, or ' +
        'GEMINI_API_KEY in supabase/functions/.env or as a secret, then restart the functions.',
    })
    expect(await call('vectorize-memory', { memory_id: body.id }, two, bare)).toMatchObject({
      status: 503,
      body: { error: { code: 'not-configured', message: body.note } },
    })
    await bare.stop()
  })
})
