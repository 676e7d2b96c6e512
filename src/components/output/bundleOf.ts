/** An execution's stored result in the form the result panel shows. */
import type { Execution } from '../../../contract/run/executions.ts'
import type { DisplayBundle } from '../../../contract/run/workerProtocol.ts'

export function bundleOf({
  result,
  result_mime,
  result_forms,
}: Pick<Execution, 'result' | 'result_mime' | 'result_forms'>): DisplayBundle | null {
  if (result_mime === null) return null
  if (result_mime === 'text/plain') return { ...result_forms, 'text/plain': String(result) }
  return { ...result_forms, 'application/json': JSON.stringify(result), 'text/plain': '' }
}
