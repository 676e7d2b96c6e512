/** The one table of how a run can fail, in words for people: what happened and what to do next. */
import { limits } from './workerProtocol.ts'
import type { RunFailureCode } from './workerProtocol.ts'

export const runFailureSentences: Readonly<Record<RunFailureCode, string>> = {
  exception: 'The script stopped at an error that it did not catch. The marked line is where it happened.',
  exited: 'The script ended itself with an exit code other than 0.',
  stopped: 'You stopped the script. What it had printed until then is kept.',
  'timed-out': `Python stopped after ${limits.runMilliseconds / 1000} s. Make it shorter or split it.`,
  'interpreter-died':
    'Python broke down and is started again. The script did something Python does not survive, such as endless recursion in a library. Your code is kept.',
  interrupted: 'The tab was closed or reloaded while the script ran. Run it again.',
}

/** What people read for a failure code from the log, which may be newer or older than this app. */
export const runFailureSentence = (code: string | null): string =>
  code !== null && Object.hasOwn(runFailureSentences, code)
    ? runFailureSentences[code as RunFailureCode]
    : 'The run failed.'

/** What people read when Python itself did not start; `reason` is the fault's own sentence. */
export const startFailureSentence = (reason: string): string =>
  `Python did not start: ${reason.trim().replace(/\.?$/, '.')} Your script is kept. Start Python again, or reload the page.`
