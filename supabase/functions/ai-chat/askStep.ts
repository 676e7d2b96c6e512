/** One answer of the model to a chat, through the AI chain, as the AI SDK streams it. */
import { streamText } from 'ai'
import type { AnswerMetadata } from '../../../contract/chat.ts'
import type { AiAttempt } from '../../../contract/tools/aiAnswer.ts'
import type { Chain } from '../_shared/ai/openChain.ts'
import { priceUsage, type Tokens } from '../_shared/ai/priceUsage.ts'
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
    describe: (tokens: Tokens, complete: boolean): AnswerMetadata | undefined => {
      const ready = chain.tiers.find(({ tier }) => tier.id === last?.provider)
      if (ready === undefined) return undefined
      const isKnown = tokens.input !== undefined || tokens.output !== undefined
      const usage = isKnown ? priceUsage(ready, tokens) : null
      return { step: { provider: ready.tier.id, model: ready.model, usage }, complete }
    },
  }
}

/** Whether a model ended by itself. */
export const isComplete = (finishReason: string): boolean =>
  finishReason !== 'length' && finishReason !== 'content-filter'
