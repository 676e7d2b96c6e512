/** Makes of the SDK's chunks those of a chat's step: calls of execute_python alone, wrong ones as errors a model can mend. */
import type { UIMessageChunk } from 'ai'
import type { AnswerMetadata } from '../../../contract/chat/chat.ts'
import { AppError } from '../../../contract/errors.ts'
import { explainWrongCall, pythonTool } from './pythonTool.ts'
import { toErrorText } from './toErrorText.ts'

interface FilterOptions {
  /** Without it calls are dropped; where the model said nothing else, that is an error. */
  readonly mayCallPython: boolean
  /** Some providers count their calls anew in each answer: a call whose id is taken gets another. */
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
          // It was begun before the attempts.
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
          // The SDK finishes what has failed, too, and would say that it is complete.
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

/** A model calls Python where it was to answer. */
const wordless = (): AppError =>
  new AppError(
    'upstream-failed',
    'The model asked for more Python where it was to answer in words. What its steps did stands; ask it again, or in another way.',
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
