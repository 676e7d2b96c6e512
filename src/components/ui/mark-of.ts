/** Refines a run's status by the way it failed, for its mark. */
import type { MarkedStatus } from './status-mark.tsx'

/** Stopped and timed-out runs get marks of their own instead of `failed`. */
export function markOf(status: MarkedStatus, failureCode: string | null): MarkedStatus {
  return failureCode === 'stopped' || failureCode === 'timed-out' ? failureCode : status
}
