import { expect, test } from 'vitest'
import { aiTiers } from '../../contract/ai/aiTiers.ts'
import { readChain, readLimits, readTier } from '../functions/_shared/ai/readTiers.ts'

const reader =
  (variables: Readonly<Record<string, string>>) =>
  (name: string): string | undefined =>
    variables[name]
const idsOf = (variables: Readonly<Record<string, string>>): string[] =>
  readChain(reader(variables)).map(({ tier }) => tier.id)

test('who has a key is asked, in the order of the table', () => {
  expect(idsOf({ WAN_AI_API_KEY: 'w', GEMINI_API_KEY: 'g', DEEPSEEK_API_KEY: '' })).toEqual([
    'gemini',
    'wan-ai',
  ])
})

test('AI_TIERS decides who is asked, and in which order', () => {
  const keys = { OPENAI_API_KEY: 'o', GEMINI_API_KEY: 'g', DEEPSEEK_API_KEY: 'd' }
  expect(idsOf({ ...keys, AI_TIERS: 'deepseek, openai,kimi, deepseek' })).toEqual(['deepseek', 'openai'])
  expect(() => idsOf({ ...keys, AI_TIERS: 'deepseek,claude' })).toThrow(
    'AI_TIERS names an unknown provider. Known providers: openai, gemini, deepseek, kimi, wan-ai, compatible.',
  )
  expect(() => idsOf({ ...keys, AI_TIERS: 'kimi' })).toThrow('OPENROUTER_API_KEY')
})

test('model and address can be set, and a slash at the end does no harm', () => {
  const read = reader({
    OPENAI_API_KEY: 'o',
    OPENAI_MODEL: 'gpt-4o-mini',
    OPENAI_BASE_URL: 'http://127.0.0.1:1/v1//',
  })
  expect(readTier(aiTiers.openai, read)).toMatchObject({
    key: 'o',
    model: 'gpt-4o-mini',
    baseUrl: 'http://127.0.0.1:1/v1',
  })
})

test('an address alone does not stand in for a key, but where there is no other way to know it', () => {
  expect(readTier(aiTiers.openai, reader({ OPENAI_BASE_URL: 'http://127.0.0.1:1' }))).toBeUndefined()
  const own = { OPENAI_COMPATIBLE_BASE_URL: 'http://127.0.0.1:11434/v1' }
  expect(readTier(aiTiers.compatible, reader(own))).toBeUndefined()
  expect(readTier(aiTiers.compatible, reader({ ...own, OPENAI_COMPATIBLE_MODEL: 'qwen3' }))).toMatchObject({
    key: null,
    model: 'qwen3',
  })
})

test.each(['localhost:11434', 'file:///etc/passwd', 'not an address'])(
  '%s is refused as an address',
  (address) => {
    expect(() => readTier(aiTiers.openai, reader({ OPENAI_API_KEY: 'o', OPENAI_BASE_URL: address }))).toThrow(
      'OPENAI_BASE_URL is not an http or https address. Correct it.',
    )
  },
)

test('limits are seconds, and what is no number of them is refused with its variable', () => {
  expect(readLimits(reader({}))).toEqual({
    firstContent: 15_000,
    idle: 30_000,
    total: 110_000,
    coolDown: 600_000,
  })
  expect(readLimits(reader({ AI_IDLE_SECONDS: '0.5', AI_COOL_DOWN_SECONDS: '0' }))).toMatchObject({
    idle: 500,
    coolDown: 0,
  })
  for (const value of ['soon', '-1', '1e9', 'NaN']) {
    expect(() => readLimits(reader({ AI_TOTAL_SECONDS: value }))).toThrow('AI_TOTAL_SECONDS is not a number')
  }
})
