/** The table of run failures, in words for people: what happened, then what to do. */
import type { ChosenLimits, RunFailureCode, RunOutcome } from './workerProtocol.ts'

/** Advice: what to do, or what happened to the work. */
const runFailureSentences: Readonly<Record<RunFailureCode, string>> = {
  exception: 'The script stopped at an error that it did not catch. The marked line is where it happened.',
  exited: 'The script ended itself with an exit code other than 0.',
  stopped: 'You stopped the script. What it had printed until then is kept.',
  'timed-out': 'Make it shorter or split it, or raise the time limit under Settings.',
  'out-of-memory':
    'Work on less at once, or raise the memory limit under Settings. The next run starts afresh.',
  'interpreter-died':
    'Python broke down and is started again. The script did something Python does not survive, such as a call of itself without end or a chain of very many objects. Your code is kept.',
  'packages-unavailable':
    'The script did not begin: a package that it requires could not be had. What is asked for stands in its # requirements line.',
  'server-unavailable':
    'The script did not begin: it was to run on the server. Try again, or have it run in this browser.',
  interrupted: 'The tab was closed or reloaded while the script ran. Run it again.',
}

/** One line on what happened, for the failures that the page reports. */
export function runFailureMessage(
  code: Exclude<
    RunFailureCode,
    'exception' | 'exited' | 'interrupted' | 'packages-unavailable' | 'server-unavailable'
  >,
  { runSeconds, memoryMegabytes }: ChosenLimits,
): string {
  switch (code) {
    case 'timed-out':
      return `Python stopped after ${runSeconds} s.`
    case 'out-of-memory':
      return `The script needs more than the ${memoryMegabytes} MB of memory it may have.`
    case 'stopped':
      return 'The script was stopped.'
    case 'interpreter-died':
      return 'Python broke down.'
  }
}

/**
 * The advice for a failure code from the log. The code may be unknown: the log may be newer or older than
 * this app.
 */
export const runFailureSentence = (code: string | null): string =>
  code !== null && Object.hasOwn(runFailureSentences, code)
    ? runFailureSentences[code as RunFailureCode]
    : 'The run failed.'

/** The message if Python does not start; `reason` is the fault's own sentence. */
export const startFailureSentence = (reason: string): string =>
  `Python did not start: ${reason.trim().replace(/\.?$/, '.')} Your script is kept. Start Python again, or reload the page.`

/** The outcome of a run that failed outside its own code. */
export const failedRun = (code: RunFailureCode, message: string): RunOutcome & { status: 'failed' } => ({
  status: 'failed',
  code,
  message,
  traceback: null,
  line: null,
  exitCode: 1,
})

/** The outcome of a run that ended early, with its code's standard message. */
export const endedRun = (
  code: Parameters<typeof runFailureMessage>[0],
  limits: ChosenLimits,
): RunOutcome & { status: 'failed' } => failedRun(code, runFailureMessage(code, limits))
