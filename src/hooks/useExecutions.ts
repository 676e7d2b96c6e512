/** The history's list, newest first, page by page. */
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ExecutionFilters, ExecutionRow } from '../data/createExecutionQueries.ts'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

export interface ExecutionList {
  readonly rows: readonly ExecutionRow[]
  readonly isPending: boolean
  /** Its message is fit for a person to read. Rows that were read before stay. */
  readonly error: Error | null
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => void
  readonly refetch: () => void
}

export function useExecutions(filters: ExecutionFilters): ExecutionList {
  const { executionQueries } = useAppServices()
  const userId = useUserId()
  const query = useInfiniteQuery({
    ...executionQueries.list(userId ?? '', filters),
    enabled: userId !== null,
  })
  return {
    rows: (query.data?.pages ?? []).flat().map((row) => ({ ...row, delivered: true })),
    isPending: query.isPending,
    error: query.error,
    hasNextPage: query.hasNextPage,
    isFetchingNextPage: query.isFetchingNextPage,
    fetchNextPage: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  }
}
