import { expect, test } from 'vitest'
import { readEmbedder } from '../functions/_shared/ai/readEmbedder.ts'

const readFrom = (variables: Readonly<Record<string, string>>) => readEmbedder((name) => variables[name])

test('an endpoint of one’s own goes first, then OpenAI, then Gemini', () => {
  const keys = { OPENAI_API_KEY: 'o', GEMINI_API_KEY: 'g' }
  expect(readFrom({ GEMINI_API_KEY: 'g' })).toMatchObject({ provider: { id: 'gemini' }, dimension: 1536 })
  expect(readFrom(keys)).toMatchObject({ provider: { id: 'openai' }, model: 'text-embedding-3-small' })
  const own = { EMBEDDING_BASE_URL: 'http://127.0.0.1:11434/v1/', EMBEDDING_MODEL: 'nomic-embed-text' }
  expect(readFrom({ ...keys, ...own })).toMatchObject({
    provider: { id: 'compatible' },
    baseUrl: 'http://127.0.0.1:11434/v1',
    key: null,
    dimension: null,
  })
})

test('EMBEDDING_PROVIDER names the one that is asked, or none', () => {
  const keys = { OPENAI_API_KEY: 'o', GEMINI_API_KEY: 'g' }
  expect(readFrom({ ...keys, EMBEDDING_PROVIDER: 'gemini' }).provider.id).toBe('gemini')
  expect(() => readFrom({ ...keys, EMBEDDING_PROVIDER: 'none' })).toThrow('EMBEDDING_PROVIDER is none')
  expect(() => readFrom({ ...keys, EMBEDDING_PROVIDER: 'claude' })).toThrow(
    'EMBEDDING_PROVIDER must be one of compatible, openai, gemini, or none. Correct it.',
  )
  expect(() => readFrom({ OPENAI_API_KEY: 'o', EMBEDDING_PROVIDER: 'gemini' })).toThrow('Set GEMINI_API_KEY')
})

test('the dimension is known of the models in the table, else as it is set', () => {
  const key = { OPENAI_API_KEY: 'o' }
  expect(readFrom({ ...key, OPENAI_EMBEDDING_MODEL: 'another' }).dimension).toBeNull()
  expect(readFrom({ ...key, EMBEDDING_DIMENSION: '256' }).dimension).toBe(256)
  for (const dimension of ['0', '1.5', 'many', '16001']) {
    expect(() => readFrom({ ...key, EMBEDDING_DIMENSION: dimension })).toThrow('EMBEDDING_DIMENSION is not')
  }
})

test('what is no address is refused with its variable', () => {
  expect(() => readFrom({ EMBEDDING_BASE_URL: 'file:///etc', EMBEDDING_MODEL: 'm' })).toThrow(
    'EMBEDDING_BASE_URL is not an http or https address. Correct it.',
  )
})
