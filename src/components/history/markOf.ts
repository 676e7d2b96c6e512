/** Which mark an execution bears: its status, made finer by how it failed. */
import type { ExecutionSummary } from '../../../contract/executions.ts'
import type { MarkedStatus } from '../ui/status-mark.tsx'

export function markOf({
  status,
  error_code,
}: Pick<ExecutionSummary, 'status' | 'error_code'>): MarkedStatus {
  return error_code === 'stopped' || error_code === 'timed-out' ? error_code : status
}
