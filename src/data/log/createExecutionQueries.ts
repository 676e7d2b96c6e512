/** Query options of the history: the list and one execution. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Outbox } from './createOutbox.ts'
import type { Supabase } from '../createSupabase.ts'
import {
  fetchExecutionPage,
  pageSize,
  type ExecutionCursor,
  type ExecutionFilters,
} from './fetchExecutions.ts'
import { readExecution } from './readExecution.ts'

/** First part of every query key; the user follows, so that nobody sees another user's cache. */
export const executionsKey = 'executions'
/** First part of the keys of statistics from the log. */
export const aiUseKey = 'ai-use'

export type ExecutionQueries = ReturnType<typeof createExecutionQueries>

export function createExecutionQueries(place: {
  readonly supabase: Supabase
  readonly outbox: Pick<Outbox, 'entriesOfRun'>
}) {
  return {
    list: (userId: string, filters: ExecutionFilters) =>
      infiniteQueryOptions({
        queryKey: [executionsKey, userId, 'list', filters],
        queryFn: ({ pageParam, signal }) => fetchExecutionPage(place.supabase, filters, pageParam, signal),
        initialPageParam: null as ExecutionCursor | null,
        getNextPageParam: (page): ExecutionCursor | null => {
          const last = page.length < pageSize ? undefined : page.at(-1)
          return last === undefined ? null : { startedAt: last.started_at, id: last.id }
        },
      }),
    detail: (userId: string, id: string) =>
      queryOptions({
        queryKey: [executionsKey, userId, 'detail', id],
        queryFn: ({ signal }) => readExecution(place, userId, id, signal),
      }),
  }
}
