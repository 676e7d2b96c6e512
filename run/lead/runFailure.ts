/** Runs that fail, as the page tells it. */
import { runFailureMessage } from '../../contract/run/runFailures.ts'
import type { ChosenLimits, RunFailureCode, RunOutcome } from '../../contract/run/workerProtocol.ts'

export const failedRun = (code: RunFailureCode, message: string): RunOutcome => ({
  status: 'failed',
  code,
  message,
  traceback: null,
  line: null,
  exitCode: 1,
})

/** In the sentence of its code. */
export const endedRun = (code: Parameters<typeof runFailureMessage>[0], limits: ChosenLimits): RunOutcome =>
  failedRun(code, runFailureMessage(code, limits))

/** Python knows what happened to it; the page knows why it was asked to stop, and which limit holds. */
export function explainOutcome(
  outcome: RunOutcome,
  ending: 'stopped' | 'timed-out' | undefined,
  limits: ChosenLimits,
): RunOutcome {
  if (outcome.status !== 'failed') return outcome
  const { code } = outcome
  if (code === 'stopped') {
    const reason = ending ?? code
    return { ...outcome, code: reason, message: runFailureMessage(reason, limits) }
  }
  return code === 'out-of-memory' ? { ...outcome, message: runFailureMessage(code, limits) } : outcome
}
