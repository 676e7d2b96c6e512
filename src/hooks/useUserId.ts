/** The signed-in user's id, for what is asked of the backend; null while nobody is signed in. */
import { useSyncExternalStore } from 'react'
import { useAppServices } from './useAppServices.ts'

export function useUserId(): string | null {
  const { session } = useAppServices()
  return useSyncExternalStore(session.subscribe, session.userId)
}
