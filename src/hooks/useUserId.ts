/** The id of the signed-in user, for queries to the backend. */
import { useSyncExternalStore } from 'react'
import { useAppServices } from './useAppServices.ts'

/** @returns null while signed out. Queries use it in their key and are disabled without it. */
export function useUserId(): string | null {
  const { session } = useAppServices()
  return useSyncExternalStore(session.subscribe, session.userId)
}
