import { beforeAll, describe, expect, test } from 'vitest'
import { sharedBackend } from '../../dev/test/sharedBackend.ts'
import { signUpTestUser } from '../../dev/test/signUpTestUser.ts'
import { callFunction } from './callFunction.ts'

let token: string
beforeAll(async () => {
  token = (await signUpTestUser(sharedBackend)).accessToken
})

const providers = ['gemini-chat', 'deepseek-chat', 'kimi-chat', 'wan-ai-chat']
const names = [
  'mining-proxy',
  'browse-web',
  'match_memories',
  'remember',
  'ai-chat',
  'ai-status',
  ...providers,
]
const failure = (code: string) => ({ error: { code, message: expect.stringMatching(/^[A-Z].*\.$/) } })

describe.each(names)('%s', (name) => {
  test('answers nobody who is not signed in', async () => {
    const [, payload] = token.split('.')
    const tokens = [undefined, sharedBackend.publishableKey, `${token}x`, `x.${payload}.x`]
    for (const one of tokens) {
      const options = one === undefined ? {} : { token: one }
      expect(await callFunction(name, {}, options)).toMatchObject({
        status: 401,
        body: failure('not-signed-in'),
      })
    }
  })

  test('answers POST only', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await callFunction(name, {}, { token, method })
      expect(answer).toMatchObject({ status: 405, body: failure('method-not-allowed') })
    }
  })

  test('refuses 5 MB, also of who is not signed in, and answers the next call', async () => {
    const large = { query: 'x'.repeat(5_000_000) }
    const refused = await callFunction(name, large, { token })
    expect(refused).toMatchObject({ status: 413, body: failure('request-too-large') })
    expect(await callFunction(name, large)).toMatchObject({ status: 401 })
    expect(await callFunction(name, '[', { token })).toMatchObject({ status: 400 })
  })

  test('refuses what is no JSON object', async () => {
    for (const body of ['', '{"a":', '[]', '"text"', 'null', '\u0000']) {
      const answer = await callFunction(name, body, { token })
      expect(answer).toMatchObject({ status: 400, contentType: 'application/json' })
      expect(answer.body).toMatchObject({ error: { code: 'tool-input-invalid' } })
    }
  })
})

const url = 'https://example.com/'
const wrong: [string, object, RegExp][] = [
  ['mining-proxy', { wallet_address: 7 }, /wallet_address/],
  ['mining-proxy', { wallet_address: '../pool/stats' }, /wallet_address/],
  ['mining-proxy', { wallet: 'x' }, /wallet/],
  ['browse-web', {}, /url/],
  ['browse-web', { url: 7 }, /url/],
  ['browse-web', { url: 'example.com' }, /url/],
  ['browse-web', { url: `${url}${'x'.repeat(3000)}` }, /url/],
  ['browse-web', { url, action: 'click' }, /action/],
  ['browse-web', { url, extract_content: 'yes' }, /extract_content/],
  ['match_memories', {}, /query/],
  ['match_memories', { query: ' ' }, /query/],
  ['match_memories', { query: ['a'] }, /query/],
  ['match_memories', { query: 'a', limit: 0 }, /limit/],
  ['match_memories', { query: 'a', limit: 1.5 }, /limit/],
  ['match_memories', { query: 'a', limit: '10' }, /limit/],
  ['match_memories', { query: 'a', limit: 101 }, /limit/],
  ['remember', { content: 7 }, /content/],
  ['remember', { content: '' }, /content/],
  ['remember', { content: 'x'.repeat(100_001) }, /content/],
  ['remember', { content: 'a', context_type: 'Note!' }, /context_type/],
  ['remember', { content: 'a', importance: 1.1 }, /importance/],
  ['remember', { content: 'a', importance: null }, /importance/],
  ['remember', { content: 'a', user_id: 'someone' }, /user_id/],
  ['ai-chat', {}, /message/],
  ['ai-chat', { message: ' ' }, /message/],
  ['ai-chat', { message: 'a', context: 7 }, /context/],
  ['ai-chat', { message: 'a', conversation_history: 'before' }, /conversation_history/],
  ['ai-chat', { message: 'a', conversation_history: [{ role: 'tool', content: 'x' }] }, /role/],
  ['ai-chat', { message: 'a', model: 'another' }, /model/],
  ...providers.flatMap((name): [string, object, RegExp][] => [
    [name, {}, /messages/],
    [name, { messages: [] }, /messages/],
    [name, { messages: 'hello' }, /messages/],
    [name, { messages: [{ role: 'user', content: '' }] }, /content/],
    [name, { messages: [{ role: 'user', content: 'a', name: 'b' }] }, /name/],
    [name, { messages: [{ role: 'user', content: 'a' }], model: 'a b' }, /model/],
    [name, { messages: [{ role: 'user', content: 'a' }], model: 'models/../x' }, /model/],
    [name, { messages: [{ role: 'user', content: 'a' }], temperature: 3 }, /temperature/],
    [name, { messages: [{ role: 'user', content: 'a' }], max_tokens: 0.5 }, /max_tokens/],
  ]),
]
test.each(wrong)('%s refuses %j and names the argument', async (name, body, named) => {
  const answer = await callFunction(name, body, { token })
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { code: 'tool-input-invalid', message: expect.stringMatching(named) } },
  })
})
