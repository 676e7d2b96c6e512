/** Query options of the history: the list and one execution. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Outbox } from './createOutbox.ts'
import type { Supabase } from '../createSupabase.ts'
import { AppError } from '../../../contract/errors.ts'
import { loadOnce } from '../../../lib/loadOnce.ts'
import { executionsAtOnce } from './executionsAtOnce.ts'
import type { ExecutionCursor, ExecutionFilters } from './fetchExecutions.ts'

/** First part of every query key; the user follows, so that nobody sees another user's cache. */
export const executionsKey = 'executions'
/** First part of the keys of statistics from the log. */
export const aiUseKey = 'ai-use'

export type ExecutionQueries = ReturnType<typeof createExecutionQueries>

/** Only the history needs them: they are not part of the first load. */
const loadLists = loadOnce(() => import('./fetchExecutions.ts').catch(isUnreachable))
const loadDetails = loadOnce(() => import('./readExecution.ts').catch(isUnreachable))

function isUnreachable(): never {
  throw new AppError('backend-unreachable')
}

export function createExecutionQueries(place: {
  readonly supabase: Supabase
  readonly outbox: Pick<Outbox, 'entriesOfRun'>
}) {
  return {
    list: (userId: string, filters: ExecutionFilters) =>
      infiniteQueryOptions({
        queryKey: [executionsKey, userId, 'list', filters],
        queryFn: async ({ pageParam, signal }) =>
          (await loadLists()).fetchExecutionPage(place.supabase, filters, pageParam, signal),
        initialPageParam: null as ExecutionCursor | null,
        getNextPageParam: (page): ExecutionCursor | null => {
          const last = page.length < executionsAtOnce ? undefined : page.at(-1)
          return last === undefined ? null : { startedAt: last.started_at, id: last.id }
        },
      }),
    detail: (userId: string, id: string) =>
      queryOptions({
        queryKey: [executionsKey, userId, 'detail', id],
        queryFn: async ({ signal }) => (await loadDetails()).readExecution(place, userId, id, signal),
      }),
  }
}
