/** Maps a provider's failure to the error code that the caller gets. */
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

/** Failures that need the same remedy share a code. Without a known failure: `upstream-failed`. */
export const codeOfFailure = (failure: AttemptFailure | null): ErrorCode =>
  (failure !== null && codes[failure]) || 'upstream-failed'
