/** How the history is read: query options for the list and for one execution. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Execution, ExecutionStatus, ExecutionSummary, ToolCall } from '../../contract/executions.ts'

export interface ExecutionFilters {
  readonly status: ExecutionStatus | null
  readonly source: string | null
  /** A part of the script's text, in any case; empty for all. */
  readonly text: string
}

/** `delivered` is false while the backend does not have all of it. */
export type ExecutionRow = ExecutionSummary & { readonly delivered: boolean }

export interface ExecutionDetail {
  readonly execution: Execution
  /** In order of arrival, all of them. */
  readonly toolCalls: readonly ToolCall[]
  readonly delivered: boolean
}

/** Where a page of the list begins: after this row. */
export interface ExecutionCursor {
  readonly startedAt: string
  readonly id: string
}

export interface ExecutionSourcePort {
  readonly fetchPage: (
    filters: ExecutionFilters,
    after: ExecutionCursor | null,
    signal: AbortSignal,
  ) => Promise<readonly ExecutionSummary[]>
  /** null where there is none. */
  readonly fetchDetail: (id: string, signal: AbortSignal) => Promise<ExecutionDetail | null>
}

export const pageSize = 50

/** Every key begins so, and then names the user: nobody is shown what another left in the cache. */
export const executionsKey = 'executions'

export type ExecutionQueries = ReturnType<typeof createExecutionQueries>

export function createExecutionQueries(source: ExecutionSourcePort) {
  return {
    list: (userId: string, filters: ExecutionFilters) =>
      infiniteQueryOptions({
        queryKey: [executionsKey, userId, 'list', filters],
        queryFn: ({ pageParam, signal }) => source.fetchPage(filters, pageParam, signal),
        initialPageParam: null as ExecutionCursor | null,
        getNextPageParam: (page): ExecutionCursor | null => {
          const last = page.length < pageSize ? undefined : page.at(-1)
          return last === undefined ? null : { startedAt: last.started_at, id: last.id }
        },
      }),
    detail: (userId: string, id: string) =>
      queryOptions({
        queryKey: [executionsKey, userId, 'detail', id],
        queryFn: ({ signal }) => source.fetchDetail(id, signal),
      }),
  }
}
