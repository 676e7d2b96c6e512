/** What a caller is told when the one provider it depends on fails. */
import type { ErrorCode } from '../../../../contract/errors.ts'
import type { AttemptFailure } from '../../../../contract/tools/aiAnswer.ts'

const codes: Partial<Record<AttemptFailure, ErrorCode>> = {
  'rate-limited': 'rate-limited',
  'request-refused': 'tool-input-invalid',
  'prompt-too-long': 'tool-input-invalid',
  'model-not-found': 'not-configured',
  'key-refused': 'not-configured',
  'timed-out': 'tool-timed-out',
  stalled: 'tool-timed-out',
}

/** What can be done about it, and by whom, decides the code. */
export const codeOfFailure = (failure: AttemptFailure | null): ErrorCode =>
  (failure !== null && codes[failure]) || 'upstream-failed'
