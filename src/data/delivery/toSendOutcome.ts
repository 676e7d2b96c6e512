/** Classifies the answer to a write: delivered, permanently rejected, or to be retried. */

export type SendOutcome =
  | { readonly type: 'delivered' }
  /** The backend will never accept it. */
  | { readonly type: 'rejected'; readonly reason: string }
  | { readonly type: 'signed-out' }
  | { readonly type: 'unreachable' }

interface DatabaseError {
  readonly code: string
  readonly message: string
}

/** `status` is 0 if no answer came; `error` is null if the write succeeded. */
export function toSendOutcome(status: number, error: DatabaseError | null): SendOutcome {
  if (error === null) return { type: 'delivered' }
  if (status === 401) return { type: 'signed-out' }
  if (isHopeless(status, error.code)) return { type: 'rejected', reason: error.message }
  return { type: 'unreachable' }
}

/** Bad data (SQLSTATE 22, 23) and missing rights (42501) fail on every retry. */
function isHopeless(status: number, code: string): boolean {
  if (/^(22|23)...$/.test(code) || code === '42501') return true
  return [400, 403, 409, 413, 422].includes(status)
}
