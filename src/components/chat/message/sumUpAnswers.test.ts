import { expect, test } from 'vitest'
import type { ChatMetadata } from '../../../../contract/chat/chat.ts'
import { sumUpAnswers } from './sumUpAnswers.ts'

const usage = (cost: number | null, currency: 'USD' | 'CNY' | null = 'USD') => ({
  input_tokens: 100,
  output_tokens: 20,
  cost,
  currency,
})
const steps: ChatMetadata['steps'] = [
  { provider: 'openai', model: 'gpt', usage: usage(0.001) },
  { provider: 'openai', model: 'gpt', usage: usage(0.002) },
  { provider: 'deepseek', model: 'flash', usage: usage(0.5, 'CNY') },
  { provider: 'compatible', model: 'own', usage: null },
]

test('tokens and costs are summed over the steps, each currency for itself', () => {
  expect(sumUpAnswers(steps)).toEqual({
    answerers: ['OpenAI (gpt)', 'DeepSeek (flash)', 'OpenAI-compatible (own)'],
    answers: 4,
    tokens: 360,
    costs: [
      { amount: 0.003, currency: 'USD' },
      { amount: 0.5, currency: 'CNY' },
    ],
    unpriced: 1,
  })
})

test('an answer without a model took nothing', () => {
  expect(sumUpAnswers([])).toEqual({ answerers: [], answers: 0, tokens: 0, costs: [], unpriced: 0 })
})
