/** Streams one answer of the AI chain as the AI SDK's UI message stream. */
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
 * The status is always 200. Each `data-attempt` part holds an AiAttempt. The message's metadata holds
 * provider, model and usage. If no tier answers, or the answer breaks off, the stream ends with an error
 * part: its text is the contract's error body as JSON. The parts before it remain valid.
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
        // The chain retries by itself, with the next tier.
        maxRetries: 0,
        abortSignal: signal,
        // The error reaches the caller through the stream. By default the SDK logs it, with the whole
        // conversation.
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
