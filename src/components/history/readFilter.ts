/** Converts the history's filter from and to URL parameters. */
import { executionStatuses } from '../../../contract/run/executions.ts'
import type { ExecutionStatus } from '../../../contract/run/executions.ts'

/** null and the empty text do not filter. */
export interface HistoryFilter {
  readonly status: ExecutionStatus | null
  readonly source: string | null
  readonly text: string
}

export const noFilter: HistoryFilter = { status: null, source: null, text: '' }

const textCharacters = 200

/** Ignores missing and invalid parameters. */
export function readFilter(search: URLSearchParams): HistoryFilter {
  const source = search.get('source') ?? ''
  return {
    status: executionStatuses.find((status) => status === search.get('status')) ?? null,
    source: /^[a-z][a-z0-9-]{0,49}$/.test(source) ? source : null,
    text: (search.get('text') ?? '').slice(0, textCharacters),
  }
}

/** Leaves out filters that are not set, so that no filter gives a clean URL. */
export function writeFilter({ status, source, text }: HistoryFilter): URLSearchParams {
  const search = new URLSearchParams()
  if (status !== null) search.set('status', status)
  if (source !== null) search.set('source', source)
  if (text !== '') search.set('text', text)
  return search
}
