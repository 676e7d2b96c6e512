/** An answer as it comes: the AI SDK's UI message stream, with each attempt as a data part. */
import { createUIMessageStream, createUIMessageStreamResponse, streamText, toUIMessageStream } from 'ai'
import type { AiAttempt } from '../../../contract/tools/aiAnswer.ts'
import type { Chain } from '../_shared/ai/openChain.ts'
import { priceUsage } from '../_shared/ai/priceUsage.ts'
import { findAsked } from '../_shared/ai/readTiers.ts'
import { streamThroughTiers } from '../_shared/ai/streamThroughTiers.ts'
import type { Conversation } from '../_shared/ai/toConversation.ts'
import { createChainModel } from './createChainModel.ts'
import { toErrorText } from './toErrorText.ts'

/**
 * Always 200. Parts `data-attempt` hold an AiAttempt each, the message's metadata says provider, model and usage. When no tier answers, or the one that did breaks off, the
 * stream ends with an error part whose text is the contract's error body as JSON; what came before it stands.
 */
export function streamAnswer(
  { instructions, turns }: Conversation,
  chain: Chain,
  signal: AbortSignal,
): Response {
  const stream = createUIMessageStream({
    execute: ({ writer }) => {
      let last: AiAttempt | undefined
      const onAttempt = (attempt: AiAttempt): void => {
        last = attempt
        writer.write({ type: 'data-attempt', data: attempt })
      }
      const model = createChainModel((question) => streamThroughTiers(question, { ...chain, onAttempt }))
      const answer = streamText({
        model,
        ...(instructions === '' ? {} : { instructions }),
        messages: turns,
        // The chain is the retry.
        maxRetries: 0,
        abortSignal: signal,
        // The caller is told; the SDK would print the fault with the whole conversation.
        onError: () => undefined,
      })
      writer.merge(
        toUIMessageStream({
          stream: answer.stream,
          onError: toErrorText,
          messageMetadata: ({ part }) => {
            const ready = findAsked(chain.tiers, last)
            if (part.type !== 'finish' || ready === undefined) return undefined
            const { inputTokens: input, outputTokens: output } = part.totalUsage
            return {
              provider: ready.tier.id,
              model: ready.model,
              usage: priceUsage(ready, { input, output }),
            }
          },
        }),
      )
    },
    onError: toErrorText,
  })
  return createUIMessageStreamResponse({ stream })
}
