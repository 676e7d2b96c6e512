/**
 * Filters the SDK's chunks for a chat's step: only execute_python calls, with invalid ones as errors for the
 * model.
 */
import type { UIMessageChunk } from 'ai'
import type { AnswerMetadata } from '../../../contract/chat/chat.ts'
import { AppError } from '../../../contract/errors.ts'
import { explainWrongCall, pythonTool } from './pythonTool.ts'
import { toErrorText } from './toErrorText.ts'

interface FilterOptions {
  /** If false, calls are dropped. If the model then said nothing else, the step ends with an error. */
  readonly mayCallPython: boolean
  /**
   * Ids in use. Some providers number the calls of each answer from the start, so a duplicate id is replaced.
   */
  readonly takenIds: ReadonlySet<string>
  readonly describeCutOff: () => AnswerMetadata | undefined
}

export function createStepFilter({
  mayCallPython,
  takenIds,
  describeCutOff,
}: FilterOptions): TransformStream<UIMessageChunk, UIMessageChunk> {
  const newIds = new Map<string, string>()
  let hasContent = false
  let hasDropped = false
  let hasErred = false

  const idOf = (id: string): string => {
    const known = newIds.get(id) ?? (takenIds.has(id) ? `call_${crypto.randomUUID().slice(0, 23)}` : id)
    newIds.set(id, known)
    return known
  }

  return new TransformStream({
    transform(chunk, controller) {
      switch (chunk.type) {
        case 'start-step':
          // streamStep wrote it already, before the attempts.
          return
        case 'tool-input-start':
        case 'tool-input-delta':
        case 'tool-input-available':
        case 'tool-input-error':
          if (!mayCallPython) {
            hasDropped = true
            return
          }
          hasContent = true
          controller.enqueue(asPython(chunk, idOf(chunk.toolCallId)))
          return
        case 'text-delta':
          hasContent ||= chunk.delta.trim() !== ''
          controller.enqueue(chunk)
          return
        case 'error':
          hasErred = true
          if (hasContent) controller.enqueue({ type: 'message-metadata', messageMetadata: describeCutOff() })
          controller.enqueue(chunk)
          return
        case 'finish':
          // The SDK also sends `finish` after an error, with metadata that says the answer is complete.
          if (hasErred) return
          controller.enqueue(chunk)
          if (hasDropped && !hasContent)
            controller.enqueue({ type: 'error', errorText: toErrorText(wordless()) })
          return
        default:
          controller.enqueue(chunk)
      }
    },
  })
}

/** The error for a model that calls Python although it has to answer in words. */
const wordless = (): AppError =>
  new AppError(
    'upstream-failed',
    'The model asked for more Python instead of answering in words. The results of its steps are kept. Ask again, or rephrase the question.',
  )

type ToolChunk = Extract<
  UIMessageChunk,
  { type: 'tool-input-start' | 'tool-input-delta' | 'tool-input-available' | 'tool-input-error' }
>

function asPython(chunk: ToolChunk, toolCallId: string): UIMessageChunk {
  if (chunk.type === 'tool-input-delta') return { ...chunk, toolCallId }
  const { dynamic: _, ...rest } = chunk
  const own = { ...rest, toolCallId, toolName: pythonTool }
  return own.type === 'tool-input-error' ? { ...own, errorText: explainWrongCall(chunk.toolName) } : own
}
