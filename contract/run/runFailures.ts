/** The table of run failures, in words for people: what happened, then what to do. */
import type { ChosenLimits, RunFailureCode, RunOutcome } from './workerProtocol.ts'

/** Advice: what to do, or what happened to the work. */
const runFailureSentences: Readonly<Record<RunFailureCode, string>> = {
  exception: 'The script stopped at an error that it did not catch. The marked line raised it.',
  exited: 'The script exited with a code other than 0.',
  stopped: 'You stopped the script. Its output so far is kept.',
  'timed-out': 'Make it shorter or split it, or raise the time limit under Settings.',
  'out-of-memory':
    'Process less data at once, or raise the memory limit under Settings. The next run starts with empty memory.',
  'interpreter-died':
    'Python crashed and is restarting. Endless recursion or a very long chain of objects can cause this. Your code is kept.',
  'packages-unavailable':
    'The script did not start: a required package could not be installed. Check its # requirements line.',
  'server-unavailable':
    'The script did not start: the server is not available. Try again, or run it in this browser.',
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
      return `The script needs more than the ${memoryMegabytes} MB of memory that it may use.`
    case 'stopped':
      return 'The script was stopped.'
    case 'interpreter-died':
      return 'Python crashed.'
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
