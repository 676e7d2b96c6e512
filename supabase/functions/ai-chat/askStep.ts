/** Asks the AI chain for one step of a chat, through the AI SDK. */
import { streamText } from 'ai'
import type { AnswerMetadata } from '../../../contract/chat/chat.ts'
import type { AiAttempt } from '../../../contract/tools/aiAnswer.ts'
import type { Chain } from '../_shared/ai/openChain.ts'
import { priceUsage } from '../_shared/ai/priceUsage.ts'
import { findAsked } from '../_shared/ai/readTiers.ts'
import { streamThroughTiers } from '../_shared/ai/streamThroughTiers.ts'
import { createChainModel } from './createChainModel.ts'
import type { StepQuestion } from './prepareStep.ts'
import { pythonTools } from './pythonTool.ts'

interface AskOptions {
  readonly chain: Chain
  readonly signal: AbortSignal
  readonly onAttempt: (attempt: AiAttempt) => void
}

export function askStep(question: StepQuestion, { chain, signal, onAttempt }: AskOptions) {
  const { instructions, messages, mayCallPython } = question
  let last: AiAttempt | undefined
  const tell = (attempt: AiAttempt): void => {
    last = attempt
    onAttempt(attempt)
  }
  const model = createChainModel((asked) => streamThroughTiers(asked, { ...chain, onAttempt: tell }))
  const { stream } = streamText({
    model,
    instructions,
    messages,
    ...(mayCallPython ? { tools: pythonTools } : {}),
    // The chain retries by itself, with the next tier.
    maxRetries: 0,
    abortSignal: signal,
    // The error reaches the caller through the stream. By default the SDK logs it, with the whole
    // conversation.
    onError: () => undefined,
  })
  return {
    stream,
    /** Provider, model and usage of the answer. undefined if no tier answered. */
    describe: (tokens: SdkTokens, finishReason: string): AnswerMetadata | undefined => {
      const ready = findAsked(chain.tiers, last)
      if (ready === undefined) return undefined
      const { inputTokens: input, outputTokens: output } = tokens
      const usage = input === undefined && output === undefined ? null : priceUsage(ready, { input, output })
      const complete = !brokenOff.has(finishReason)
      return { step: { provider: ready.tier.id, model: ready.model, usage }, complete }
    },
  }
}

/** Finish reasons of an answer that was cut off. */
const brokenOff = new Set(['length', 'content-filter', 'error'])

/** Token counts in the form of the AI SDK. */
interface SdkTokens {
  readonly inputTokens?: number | undefined
  readonly outputTokens?: number | undefined
}
