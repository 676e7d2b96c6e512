/** The whole answer of a chain, for callers who want it in one piece. */
import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { Tokens } from './priceUsage.ts'
import { TierFault } from './TierFault.ts'

interface Answer {
  readonly text: string
  /** False where it was cut off, by the connection, a limit of tokens or the provider's filter. */
  readonly isComplete: boolean
  readonly tokens: Tokens
}

/** Throws what the chain throws before there is content; after that the text so far is the answer. */
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
