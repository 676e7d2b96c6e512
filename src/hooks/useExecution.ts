/** Loads one execution with all its tool calls. */
import { useQuery } from '@tanstack/react-query'
import type { ExecutionDetail } from '../data/log/readExecution.ts'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

/** One execution from the log, or from the outbox while it is not delivered yet. */
export interface ExecutionView {
  /** undefined while loading; null if no execution has this id. */
  readonly detail: ExecutionDetail | null | undefined
  readonly isPending: boolean
  readonly error: Error | null
  readonly refetch: () => void
}

export function useExecution(id: string): ExecutionView {
  const { executionQueries } = useAppServices()
  const userId = useUserId()
  const query = useQuery({ ...executionQueries.detail(userId ?? '', id), enabled: userId !== null })
  return {
    detail: query.data,
    isPending: query.isPending,
    error: query.error,
    refetch: () => void query.refetch(),
  }
}
