/** The next answer of a chat as it comes: the AI SDK's UI message stream of one step, whose calls the caller runs. */
import { createUIMessageStream, createUIMessageStreamResponse, toUIMessageStream } from 'ai'
import type { Chain } from '../_shared/ai/openChain.ts'
import { askStep } from './askStep.ts'
import { createStepFilter } from './createStepFilter.ts'
import type { StepQuestion } from './prepareStep.ts'
import { toErrorText } from './toErrorText.ts'

interface StreamOptions {
  readonly chain: Chain
  readonly signal: AbortSignal
  /** Ids of calls in the conversation. */
  readonly takenIds: ReadonlySet<string>
}

/**
 * Always 200. The step begins at once, its attempts stand in it, and `answerMetadata` is the message's metadata. A wrong call
 * is a tool input error that the model can be told. When no tier answers, or the one that did breaks off, an error part
 * with the contract's error body as JSON ends the stream; what came before it stands.
 */
export function streamStep(question: StepQuestion, { chain, signal, takenIds }: StreamOptions): Response {
  const stream = createUIMessageStream({
    execute: ({ writer }) => {
      // Without a `start`, which would bear an id: the message is the caller's, and may have steps already.
      writer.write({ type: 'start-step' })
      const answer = askStep(question, {
        chain,
        signal,
        onAttempt: (data) => writer.write({ type: 'data-attempt', data }),
      })
      const chunks = toUIMessageStream({
        stream: answer.stream,
        sendStart: false,
        // A model's thoughts are no part of a chat.
        sendReasoning: false,
        onError: toErrorText,
        // What is wrong with a call is said by the filter.
        redactToolErrors: false,
        messageMetadata: ({ part }) =>
          part.type === 'finish' ? answer.describe(part.totalUsage, part.finishReason) : undefined,
      })
      const filter = createStepFilter({
        mayCallPython: question.mayCallPython,
        takenIds,
        describeCutOff: () => answer.describe({}, 'error'),
      })
      writer.merge(chunks.pipeThrough(filter))
    },
    onError: toErrorText,
  })
  return createUIMessageStreamResponse({ stream })
}
