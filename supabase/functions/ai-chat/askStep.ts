/** One answer of the model to a chat, through the AI chain, as the AI SDK streams it. */
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
    // The chain is the retry.
    maxRetries: 0,
    abortSignal: signal,
    // The caller is told; the SDK would print the fault with the whole conversation.
    onError: () => undefined,
  })
  return {
    stream,
    /** Who answers, and what it took; undefined where nobody has answered. */
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

/** Why a model ends that has not ended by itself. */
const brokenOff = new Set(['length', 'content-filter', 'error'])

/** As the AI SDK has them. */
interface SdkTokens {
  readonly inputTokens?: number | undefined
  readonly outputTokens?: number | undefined
}
