/** Which mark a run bears: its status, made finer by how it failed. */
import type { MarkedStatus } from './status-mark.tsx'

export function markOf(status: MarkedStatus, failureCode: string | null): MarkedStatus {
  return failureCode === 'stopped' || failureCode === 'timed-out' ? failureCode : status
}
