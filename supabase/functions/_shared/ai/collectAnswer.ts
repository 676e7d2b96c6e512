/** Collects a streamed answer into one piece. */
import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { Tokens } from './priceUsage.ts'
import { TierFault } from './TierFault.ts'

interface Answer {
  readonly text: string
  /** False if the connection, a token limit or the provider's filter cut the answer off. */
  readonly isComplete: boolean
  readonly tokens: Tokens
}

/**
 * Before the first content, the chain's errors are thrown. After it, a TierFault ends the answer early
 * instead.
 */
export async function collectAnswer(parts: AsyncIterable<LanguageModelV4StreamPart>): Promise<Answer> {
  let text = ''
  let tokens: Tokens = { input: undefined, output: undefined }
  let isComplete = false
  try {
    for await (const part of parts) {
      if (part.type === 'text-delta') text += part.delta
      if (part.type !== 'finish') continue
      tokens = { input: part.usage.inputTokens.total, output: part.usage.outputTokens.total }
      isComplete = part.finishReason.unified !== 'length' && part.finishReason.unified !== 'content-filter'
    }
  } catch (fault) {
    if (!(fault instanceof TierFault)) throw fault
    isComplete = false
  }
  return { text, tokens, isComplete }
}
