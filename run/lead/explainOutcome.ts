/** Completes the outcome that Python gives: it knows what happened, the page knows why and which limit held. */
import { runFailureMessage } from '../../contract/run/runFailures.ts'
import type { ChosenLimits, RunOutcome } from '../../contract/run/workerProtocol.ts'

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
