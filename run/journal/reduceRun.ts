/** Folds what happens in a run into the state that people see. Pure. */
import type { RunDisplay } from '../../contract/run/displayBundle.ts'
import type { PackageProgress } from '../../contract/run/packageLoading.ts'
import {
  limits,
  type ChosenLimits,
  type OutputStream,
  type RunOutcome,
} from '../../contract/run/workerProtocol.ts'
import type { Progress, Question, RunState, ToolCallState } from './runState.ts'

export type RunEvent =
  | { readonly type: 'start'; readonly nowMs: number }
  | { readonly type: 'packages'; readonly nowMs: number; readonly progress: PackageProgress }
  | { readonly type: 'stop-asked' }
  | { readonly type: 'output'; readonly stream: OutputStream; readonly text: string; readonly at: number }
  | { readonly type: 'output-omitted'; readonly bytes: number }
  | ({ readonly type: 'display' } & Omit<RunDisplay, 'position'>)
  | ({ readonly type: 'progress' } & Progress)
  | ({ readonly type: 'question'; readonly nowMs: number } & Question)
  | { readonly type: 'answer'; readonly inputId: number; readonly nowMs: number }
  | { readonly type: 'tool-call'; readonly call: ToolCallState; readonly nowMs: number }
  | { readonly type: 'end'; readonly outcome: RunOutcome; readonly durationMs: number }

/** One for all runs: what shows nothing of two of them is not drawn twice. */
const none: readonly never[] = []

export const newRun = (
  executionId: string,
  code: string,
  limits: ChosenLimits,
  askedAtMs: number,
): RunState => ({
  executionId,
  code,
  limits,
  phase: 'waiting',
  askedAtMs,
  packages: null,
  startedAtMs: null,
  output: none,
  outputOmitted: 0,
  displays: none,
  progress: null,
  questions: none,
  answering: { sinceMs: null, totalMs: 0 },
  toolCalls: none,
  callsAsking: 0,
  outcome: null,
  durationMs: null,
})

export function reduceRun(run: RunState, event: RunEvent): RunState {
  // A call that was cut off may still report its end; nothing else comes after the end.
  if (run.phase === 'ended' && event.type !== 'tool-call') return run
  switch (event.type) {
    case 'start':
      return {
        ...run,
        phase: 'running',
        startedAtMs: event.nowMs,
        packages: run.packages && { ...run.packages, durationMs: event.nowMs - run.packages.startedAtMs },
      }
    case 'packages':
      return {
        ...run,
        phase: 'packages',
        startedAtMs: null,
        packages: {
          ...event.progress,
          startedAtMs: run.packages?.startedAtMs ?? event.nowMs,
          durationMs: null,
        },
      }
    case 'stop-asked':
      return { ...run, phase: 'stopping' }
    case 'output':
      return { ...run, output: [...run.output, { stream: event.stream, text: event.text, at: event.at }] }
    case 'output-omitted':
      return { ...run, outputOmitted: event.bytes }
    case 'display':
      return { ...run, displays: withDisplay(run, event) }
    case 'progress':
      return { ...run, progress: readProgress(event) }
    case 'question':
      return noteWaiting({ ...run, questions: withQuestion(run.questions, event) }, event.nowMs)
    case 'answer':
      return noteWaiting({ ...run, questions: withoutQuestion(run.questions, event) }, event.nowMs)
    case 'tool-call':
      return withCall(run, event)
    case 'end':
      return {
        ...run,
        phase: 'ended',
        questions: [],
        outcome: event.outcome,
        durationMs: event.durationMs,
      }
  }
}

/** The worker keeps to the limits itself, unless the script sends messages of its own. */
function withDisplay(
  { displays, output }: RunState,
  { bundle, at }: Omit<RunDisplay, 'position'>,
): readonly RunDisplay[] {
  const size = [bundle, ...displays.map((display) => display.bundle)]
    .flatMap((each) => Object.values(each))
    .reduce((sum, text) => sum + text.length, 0)
  if (displays.length >= limits.displays || size > limits.displayCharacters) return displays
  const position = output.reduce((sum, { text }) => sum + text.length, 0)
  return [...displays, { bundle, position, at }]
}

const readProgress = ({ share, text }: Progress): Progress => ({
  share: Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0,
  text: String(text).slice(0, limits.progressCharacters),
})

/** More at once than anyone answers are no questions. */
const questionsAtOnce = 100

const withQuestion = (questions: readonly Question[], { inputId, prompt }: Question): readonly Question[] =>
  questions.length >= questionsAtOnce
    ? questions
    : [...questions, { inputId, prompt: String(prompt).slice(0, limits.inputCharacters) }]

const withoutQuestion = (
  questions: readonly Question[],
  { inputId }: { readonly inputId: number },
): readonly Question[] => questions.filter((question) => question.inputId !== inputId)

interface CallChange {
  readonly call: ToolCallState
  readonly nowMs: number
}

function withCall(run: RunState, { call, nowMs }: CallChange): RunState {
  const { toolCalls, callsAsking } = run
  const before = toolCalls[call.seq]
  const change = Number(call.status === 'asking') - Number(before?.status === 'asking')
  const next = {
    ...run,
    toolCalls: before ? toolCalls.with(call.seq, call) : [...toolCalls, call],
    callsAsking: callsAsking + change,
  }
  return change === 0 || run.phase === 'ended' ? next : noteWaiting(next, nowMs)
}

/** Counts the time in which the script waits for a person, whatever for. */
function noteWaiting(run: RunState, nowMs: number): RunState {
  const { sinceMs, totalMs } = run.answering
  const isWaiting = run.questions.length > 0 || run.callsAsking > 0
  if (isWaiting === (sinceMs !== null)) return run
  const answering =
    sinceMs === null ? { sinceMs: nowMs, totalMs } : { sinceMs: null, totalMs: totalMs + nowMs - sinceMs }
  return { ...run, answering }
}
