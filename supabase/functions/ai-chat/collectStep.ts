/** Collects one step of the model, for the loop that runs its code on the server. */
import { callProviderMetadata, type ChatPart, executePythonInput } from '../../../contract/chat/chat.ts'
import { TierFault } from '../_shared/ai/TierFault.ts'
import type { askStep } from './askStep.ts'
import { explainWrongCall, pythonTool } from './pythonTool.ts'

export interface CollectedStep {
  /** Valid calls are in state `input-available`. Invalid ones are in state `output-error`. */
  readonly parts: ChatPart[]
  readonly text: string
  /** undefined if it is unknown which tier answered. */
  readonly answer: ReturnType<ReturnType<typeof askStep>['describe']>
  readonly isComplete: boolean
}

/**
 * A TierFault after the first content ends the step early, with `isComplete: false`.
 *
 * @param onText Called with the whole text so far.
 * @throws The chain's errors before the first content. The signal's reason if aborted.
 */
export async function collectStep(
  { stream, describe }: ReturnType<typeof askStep>,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<CollectedStep> {
  const calls: ChatPart[] = []
  let text = ''
  let answer: CollectedStep['answer']
  try {
    for await (const part of stream) {
      if (part.type === 'error') throw part.error
      if (part.type === 'text-delta') onText((text += part.text))
      if (part.type === 'tool-call') calls.push(toPart(part))
      if (part.type === 'finish') answer = describe(part.totalUsage, part.finishReason)
    }
    signal.throwIfAborted()
  } catch (fault) {
    signal.throwIfAborted()
    if (!(fault instanceof TierFault)) throw fault
    answer = describe({}, 'error')
  }
  const said: ChatPart[] = text === '' ? [] : [{ type: 'text', text }]
  return {
    parts: [{ type: 'step-start' }, ...said, ...calls],
    text,
    answer,
    isComplete: answer?.complete ?? false,
  }
}

interface ModelsCall {
  readonly toolCallId: string
  readonly toolName: string
  readonly input: unknown
  readonly providerMetadata?: unknown
}

function toPart({ toolCallId, toolName, input, providerMetadata }: ModelsCall): ChatPart {
  const known = executePythonInput.safeParse(input)
  const common = {
    type: 'tool-execute_python',
    toolCallId,
    callProviderMetadata: callProviderMetadata.parse(providerMetadata),
  } as const
  return toolName === pythonTool && known.success && known.data.code.trim() !== ''
    ? { ...common, state: 'input-available', input: known.data }
    : { ...common, state: 'output-error', input, errorText: explainWrongCall(toolName) }
}
