/** The execution history, newest first, merged with rows that are still in the outbox. */
import { useMemo } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ExecutionFilters } from '../data/log/fetchExecutions.ts'
import { mergeUndelivered, type ExecutionRow } from '../data/log/mergeUndelivered.ts'
import { useAppServices } from './useAppServices.ts'
import { useOutbox } from './useOutbox.ts'
import { useUserId } from './useUserId.ts'

/** One growing list: `fetchNextPage` appends to `rows`. */
export interface ExecutionList {
  readonly rows: readonly ExecutionRow[]
  readonly isPending: boolean
  /** Why the last load failed, for the user. Rows that were loaded before stay. */
  readonly error: Error | null
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => void
  readonly refetch: () => void
}

/** Loads the history page by page. Undelivered executions are included if they match the filters. */
export function useExecutions(filters: ExecutionFilters): ExecutionList {
  const { executionQueries } = useAppServices()
  const { undelivered } = useOutbox()
  const userId = useUserId()
  const query = useInfiniteQuery({
    ...executionQueries.list(userId ?? '', filters),
    enabled: userId !== null,
  })
  const { data, hasNextPage } = query
  const { status, source, text } = filters
  const rows = useMemo(
    () => mergeUndelivered(data?.pages.flat() ?? [], undelivered, { status, source, text }, hasNextPage),
    [data, undelivered, status, source, text, hasNextPage],
  )
  return {
    rows,
    isPending: query.isPending,
    error: query.error,
    hasNextPage,
    isFetchingNextPage: query.isFetchingNextPage,
    fetchNextPage: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  }
}
