/**
 * Decides when a chat turn is over. The page that asks for the next step and the function that answers share
 * this rule.
 */
import {
  answerMetadata,
  chatLimits,
  type ChatMetadata,
  type ChatPart,
  type Observation,
  type PythonPart,
} from './chat.ts'

/** Why the model gets no more Python for this message. */
export type LoopEnd = 'steps' | 'identical-errors'

export const isPythonPart = (part: ChatPart): part is PythonPart => part.type === 'tool-execute_python'

/** Splits a message into the model's answers, in order. Empty answers are dropped. */
export function answersIn(parts: readonly ChatPart[]): readonly (readonly ChatPart[])[] {
  const answers: ChatPart[][] = []
  for (const part of parts) {
    if (part.type === 'step-start' || answers.length === 0) answers.push([])
    answers.at(-1)?.push(part)
  }
  return answers.filter((answer) => answer.some(isContent))
}

const isContent = (part: ChatPart): boolean =>
  isPythonPart(part) || (part.type === 'text' && part.text.trim() !== '')

/** The number of the model's answers in a message. */
export const stepsOf = (parts: readonly ChatPart[]): number => answersIn(parts).length

/**
 * Tells whether the next answer may call Python; null if it may.
 * The last of `chatLimits.steps` answers may not, so that every turn ends in words. Neither may the answer
 * after `chatLimits.identicalErrors` identical errors in a row.
 */
export function loopEnd(parts: readonly ChatPart[]): LoopEnd | null {
  if (stepsOf(parts) >= chatLimits.steps - 1) return 'steps'
  const last = parts.filter(isPythonPart).slice(-chatLimits.identicalErrors)
  const errors = new Set(last.map(errorOf))
  const isAlike = last.length === chatLimits.identicalErrors && errors.size === 1 && !errors.has(null)
  return isAlike ? 'identical-errors' : null
}

/** Whether all code of the last answer has observations, so that the model is asked for the next step. */
export function needsNextStep(parts: readonly ChatPart[]): boolean {
  const calls = (answersIn(parts).at(-1) ?? []).filter(isPythonPart)
  return calls.length > 0 && calls.every(hasObservation)
}

/** Whether the call has an outcome. A call that never ran has one too. */
export const hasObservation = ({ state }: PythonPart): boolean => state.startsWith('output-')

/**
 * Adds one streamed answer (`answerMetadata`) to a message's metadata. Returns the metadata unchanged if
 * `told` has another shape.
 */
export function addAnswer(metadata: ChatMetadata, told: unknown): ChatMetadata {
  const parsed = answerMetadata.safeParse(told)
  if (!parsed.success) return metadata
  const { step, complete } = parsed.data
  return {
    ...metadata,
    steps: [...metadata.steps, step],
    state: complete ? metadata.state : 'cut-off',
  }
}

/**
 * Compares errors by their last line: the lines above it hold positions, which differ when the code differs.
 */
function errorOf(part: PythonPart): string | null {
  if (part.state === 'output-error') return lastLineOf(part.errorText)
  return part.state === 'output-available' && !part.output.ok ? lastLineOf(part.output.error ?? '') : null
}

const lastLineOf = (text: string): string => text.trimEnd().split('\n').at(-1) ?? ''

/**
 * Cuts a text to at most `characters`: head, tail, and a marker that says how many characters are missing and,
 * if known, where they are. Idempotent, since the marker counts too.
 */
export function keepHeadAndTail(text: string, characters: number, where = ''): string {
  if (text.length <= characters) return text
  const mark = (missing: number) => `\n… ${missing.toLocaleString('en')} characters left out${where} …\n`
  const room = Math.max(0, characters - mark(text.length).length)
  const head = Math.ceil(room * 0.6)
  const tail = text.length - (room - head)
  return text.slice(0, head).trimEnd() + mark(tail - head) + text.slice(tail).trimStart()
}

/** Cuts the texts of an observation to `chatLimits.observationCharacters` together. */
export function trimObservation(seen: Observation): Observation {
  const most = chatLimits.observationCharacters
  const keep = (text: string, characters: number) =>
    keepHeadAndTail(text, characters, '; the execution log has them')
  // The error and the result matter most: each gets up to half, and the output gets the rest.
  const error = seen.error === null ? null : keep(seen.error, most / 2)
  const result = seen.result === null ? null : keep(seen.result, most / 2)
  const left = most - (error?.length ?? 0) - (result?.length ?? 0)
  return { ...seen, error, result, stdout: keep(seen.stdout, Math.max(left, most / 4)) }
}

/**
 * Describes a failed run for the model: the traceback if the script raised an exception. For other failures,
 * such as a limit, a sentence follows the traceback.
 */
export function describeFailure(failure: {
  readonly code: string | null
  readonly message: string | null
  readonly traceback: string | null
}): string {
  const message = failure.message ?? 'The script failed.'
  if (failure.traceback === null) return message
  const traceback = failure.traceback.trim()
  return failure.code === 'exception' ? traceback : `${traceback}\n${message}`
}
