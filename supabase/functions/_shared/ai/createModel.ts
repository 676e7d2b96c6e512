/** Creates the AI SDK's chat model for a tier. */
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { LanguageModelV4 } from '@ai-sdk/provider'
import { fetchFromEndpoint } from './fetchFromEndpoint.ts'
import { fetchFromProvider } from './fetchFromProvider.ts'
import type { ReadyTier } from './readTiers.ts'

export function createModel({ tier, baseUrl, model, key, isOwn = false }: ReadyTier): LanguageModelV4 {
  const settings = { baseURL: baseUrl, fetch: isOwn ? fetchFromEndpoint : fetchFromProvider }
  switch (tier.wire) {
    case 'openai':
      return createOpenAI({ ...settings, apiKey: key ?? '' }).chat(model)
    case 'gemini':
      return createGoogle({ ...settings, apiKey: key ?? '' })(model)
    case 'compatible':
      return createOpenAICompatible({
        ...settings,
        ...(key === null ? {} : { apiKey: key }),
        name: tier.id,
        includeUsage: true,
        transformRequestBody: (body) => ({ ...body, ...tier.extraBody }),
      }).chatModel(model)
  }
}
