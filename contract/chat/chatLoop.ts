/** When a turn is over: the one rule, for the page that asks for the next step and for the function that is asked. */
import {
  answerMetadata,
  chatLimits,
  type ChatMetadata,
  type ChatPart,
  type Observation,
  type PythonPart,
} from './chat.ts'

/** Why the model gets no more Python for this message; null while it may go on. */
export type LoopEnd = 'steps' | 'identical-errors'

export const isPythonPart = (part: ChatPart): part is PythonPart => part.type === 'tool-execute_python'

/** The answers of the model in a message, in order, each as its parts. What no model said anything in is none. */
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

/** How many answers the model has given in a message. */
export const stepsOf = (parts: readonly ChatPart[]): number => answersIn(parts).length

/**
 * Whether the next answer may call Python. The last of `chatLimits.steps` may not, so that every turn ends in words;
 * nor may the one after `chatLimits.identicalErrors` steps that failed alike.
 */
export function loopEnd(parts: readonly ChatPart[]): LoopEnd | null {
  if (stepsOf(parts) >= chatLimits.steps - 1) return 'steps'
  const last = parts.filter(isPythonPart).slice(-chatLimits.identicalErrors)
  const errors = new Set(last.map(errorOf))
  const isAlike = last.length === chatLimits.identicalErrors && errors.size === 1 && !errors.has(null)
  return isAlike ? 'identical-errors' : null
}

/** Whether the model waits to be told what came of its code. */
export function needsNextStep(parts: readonly ChatPart[]): boolean {
  const calls = (answersIn(parts).at(-1) ?? []).filter(isPythonPart)
  return calls.length > 0 && calls.every(hasObservation)
}

/** Whether what came of it is there, be it that it was never run. */
export const hasObservation = ({ state }: PythonPart): boolean => state.startsWith('output-')

/** The metadata of a message with what the stream told of one more answer in it (`answerMetadata`); anything else changes nothing. */
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

/** By its last line: what stands above says where, and that is elsewhere in other code. */
function errorOf(part: PythonPart): string | null {
  if (part.state === 'output-error') return lastLineOf(part.errorText)
  return part.state === 'output-available' && !part.output.ok ? lastLineOf(part.output.error ?? '') : null
}

const lastLineOf = (text: string): string => text.trimEnd().split('\n').at(-1) ?? ''

/**
 * Head and tail of a text, with a marker that says how much is missing and, if that is known, where it is. Idempotent: the
 * marker counts, too.
 */
export function keepHeadAndTail(text: string, characters: number, where = ''): string {
  if (text.length <= characters) return text
  const mark = (missing: number) => `\n… ${missing.toLocaleString('en')} characters left out${where} …\n`
  const room = Math.max(0, characters - mark(text.length).length)
  const head = Math.ceil(room * 0.6)
  const tail = text.length - (room - head)
  return text.slice(0, head).trimEnd() + mark(tail - head) + text.slice(tail).trimStart()
}

/** An observation as the model is told: all of its texts together take at most `chatLimits.observationCharacters`. */
export function trimObservation(seen: Observation): Observation {
  const most = chatLimits.observationCharacters
  const keep = (text: string, characters: number) =>
    keepHeadAndTail(text, characters, '; the execution log has them')
  // An error is short where it matters and explains the rest; the result is what was asked for.
  const error = seen.error === null ? null : keep(seen.error, most / 2)
  const result = seen.result === null ? null : keep(seen.result, most / 2)
  const left = most - (error?.length ?? 0) - (result?.length ?? 0)
  return { ...seen, error, result, stdout: keep(seen.stdout, Math.max(left, most / 4)) }
}

/**
 * What ended a script, for a model: the traceback of an exception, which ends with what was raised; else, such as at a limit,
 * a sentence that says so below it.
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
