/** Folds the events of a run into the state that people see. Pure. */
import type { RunDisplay } from '../../contract/run/displayBundle.ts'
import type { RunEvent, RunEventOf, RunStart } from '../../contract/run/runEvents.ts'
import { limits } from '../../contract/run/workerProtocol.ts'
import type { Progress, Question, RunState, ToolCallState } from './runState.ts'

/** One for all runs, so that two empty runs compare equal and are drawn once. */
const none: readonly never[] = []

/** `beganAtMs`: performance.now() at the zero of the run's `at`. */
export const newRun = (start: RunStart, beganAtMs: number): RunState => ({
  executionId: start.executionId,
  code: start.code,
  limits: start.limits,
  phase: 'waiting',
  askedAtMs: beganAtMs,
  beganAtMs,
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

/** `run-started` changes nothing: `newRun` is made of it. */
export function reduceRun(run: RunState, event: RunEvent): RunState {
  if (run.phase === 'ended') return run
  const nowMs = run.beganAtMs + event.at
  /** Milliseconds since the script began. */
  const sinceStart = Math.max(0, nowMs - (run.startedAtMs ?? nowMs))
  switch (event.type) {
    case 'interpreter-taken':
      return { ...run, phase: 'preparing' }
    case 'script-started':
      return {
        ...run,
        phase: run.phase === 'stopping' ? 'stopping' : 'running',
        startedAtMs: nowMs,
        packages: run.packages && { ...run.packages, durationMs: nowMs - run.packages.startedAtMs },
      }
    case 'packages-asked':
      return {
        ...run,
        phase: 'packages',
        packages: { name: null, share: 0, startedAtMs: nowMs, durationMs: null },
      }
    case 'packages-progressed': {
      const { name, share } = event
      return { ...run, packages: run.packages && { ...run.packages, name, share } }
    }
    case 'stop-asked':
      return { ...run, phase: 'stopping' }
    case 'output-delta': {
      const { stream, text } = event
      return { ...run, output: [...run.output, { stream, text, at: sinceStart }] }
    }
    case 'output-omitted':
      return { ...run, outputOmitted: event.bytes }
    case 'display-shown':
      return { ...run, displays: withDisplay(run, event, sinceStart) }
    case 'progress-changed':
      return { ...run, progress: readProgress(event) }
    case 'input-asked':
      return noteWaiting({ ...run, questions: withQuestion(run.questions, event) }, nowMs)
    case 'input-answered': {
      const questions = run.questions.filter(({ inputId }) => inputId !== event.inputId)
      return noteWaiting({ ...run, questions }, nowMs)
    }
    case 'tool-call-started':
      return { ...run, toolCalls: [...run.toolCalls, startedCall(event, sinceStart)] }
    case 'tool-call-asked':
      return withCall(run, event.call, { status: 'asking' }, nowMs)
    case 'tool-call-decided':
      // How long a person takes is not the tool's time.
      return withCall(run, event.call, { status: 'pending', offsetMs: sinceStart }, nowMs)
    case 'tool-call-ended': {
      const { call, status, responseJson, error } = event
      const durationMs = sinceStart - (run.toolCalls[call]?.offsetMs ?? sinceStart)
      return withCall(run, call, { status, responseJson, error, durationMs: Math.max(0, durationMs) }, nowMs)
    }
    case 'run-ended':
      return {
        ...run,
        phase: 'ended',
        questions: none,
        outcome: event.outcome,
        durationMs: sinceStart,
      }
    case 'run-started':
    case 'packages-loaded':
    case 'tool-call-streamed':
    case 'variables-changed':
      return run
  }
}

/** The worker keeps to the limits itself, unless the script posts messages of its own. */
function withDisplay(
  { displays, output }: RunState,
  { bundle }: RunEventOf<'display-shown'>,
  at: number,
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

/** Nobody answers more than this at once. */
const questionsAtOnce = 100

const withQuestion = (
  questions: readonly Question[],
  { inputId, prompt, isHidden }: Question,
): readonly Question[] =>
  questions.length >= questionsAtOnce
    ? questions
    : [...questions, { inputId, prompt: String(prompt).slice(0, limits.inputCharacters), isHidden }]

const startedCall = (event: RunEventOf<'tool-call-started'>, offsetMs: number): ToolCallState => ({
  seq: event.call,
  tool: event.tool,
  functionName: event.functionName,
  requestJson: event.requestJson,
  status: 'pending',
  responseJson: null,
  error: null,
  offsetMs,
  durationMs: null,
})

function withCall(run: RunState, call: number, change: Partial<ToolCallState>, nowMs: number): RunState {
  const { toolCalls, callsAsking } = run
  const before = toolCalls[call]
  if (before === undefined) return run
  const after = { ...before, ...change }
  const asking = Number(after.status === 'asking') - Number(before.status === 'asking')
  const next = { ...run, toolCalls: toolCalls.with(call, after), callsAsking: callsAsking + asking }
  return asking === 0 ? next : noteWaiting(next, nowMs)
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
