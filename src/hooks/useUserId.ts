/** The signed-in user's id, for what is asked of the backend; null while nobody is signed in. */
import { useSession } from './useSession.ts'

export function useUserId(): string | null {
  const { state } = useSession()
  return state.status === 'signed-in' ? state.userId : null
}
