/** A provider's failure as the error of a tool that asks no other. */
import { AppError, type ErrorCode } from '../../../../contract/errors.ts'
import type { AttemptFailure } from '../../../../contract/tools/aiAnswer.ts'

/** What can be done about it, and by whom, decides the code. `hasChosenModel`: whether the script named the model. */
export function toAppError(
  failure: AttemptFailure | null,
  reason: string | null,
  hasChosenModel: boolean,
): AppError {
  const codes: Partial<Record<AttemptFailure, ErrorCode>> = {
    'rate-limited': 'rate-limited',
    'request-refused': 'tool-input-invalid',
    'prompt-too-long': 'tool-input-invalid',
    'model-not-found': hasChosenModel ? 'tool-input-invalid' : 'not-configured',
    'key-refused': 'not-configured',
    'timed-out': 'tool-timed-out',
    stalled: 'tool-timed-out',
  }
  return new AppError((failure !== null && codes[failure]) || 'upstream-failed', reason ?? undefined)
}
