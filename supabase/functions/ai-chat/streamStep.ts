/** Streams one step of a chat as the AI SDK's UI message stream. The caller runs the step's calls. */
import { createUIMessageStream, createUIMessageStreamResponse, toUIMessageStream } from 'ai'
import type { Chain } from '../_shared/ai/openChain.ts'
import { askStep } from './askStep.ts'
import { createStepFilter } from './createStepFilter.ts'
import type { StepQuestion } from './prepareStep.ts'
import { toErrorText } from './toErrorText.ts'

interface StreamOptions {
  readonly chain: Chain
  readonly signal: AbortSignal
  /** Ids of the calls that the conversation already has. */
  readonly takenIds: ReadonlySet<string>
}

/**
 * The status is always 200. The step begins at once and contains its attempts. The message's metadata is
 * `answerMetadata`. An invalid call becomes a tool input error that the model can read. If no tier answers,
 * or the answer breaks off, the stream ends with an error part: its text is the contract's error body as
 * JSON. The parts before it remain valid.
 */
export function streamStep(question: StepQuestion, { chain, signal, takenIds }: StreamOptions): Response {
  const stream = createUIMessageStream({
    execute: ({ writer }) => {
      // No `start` chunk, since it carries an id: the message belongs to the caller and may already have
      // steps.
      writer.write({ type: 'start-step' })
      const answer = askStep(question, {
        chain,
        signal,
        onAttempt: (data) => writer.write({ type: 'data-attempt', data }),
      })
      const chunks = toUIMessageStream({
        stream: answer.stream,
        sendStart: false,
        // The model's reasoning is not part of a chat.
        sendReasoning: false,
        onError: toErrorText,
        // createStepFilter replaces the SDK's text for invalid calls.
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
