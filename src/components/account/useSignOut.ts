/** Signing out, and what this browser still holds of the person then. */
import { showToast } from '../ui/show-toast.ts'
import { useAppServices } from '../../hooks/useAppServices.ts'

/**
 * Returns the function that signs out. If rows of the person were not delivered, it says so and offers to delete them: the next
 * person at this browser could find them in its storage.
 */
export function useSignOut(): () => Promise<void> {
  const { session, outbox, loadChats } = useAppServices()
  return async () => {
    const userId = session.userId()
    await session.signOut()
    if (userId === null) return
    // Without a connection, the chats' code may not load. Their rows are then neither counted nor deleted.
    const chats = await loadChats().catch(() => null)
    const stores = [outbox, ...(chats === null ? [] : [chats.conversations])]
    const counts = await Promise.all(stores.map((store) => store.countLeft(userId)))
    const left = counts.reduce((sum, count) => sum + count, 0)
    if (left === 0) return
    const what = left === 1 ? '1 entry' : `${left.toLocaleString('en')} entries`
    showToast(`${what} of your history and chats could not be saved on the server.`, {
      description: 'This browser keeps them until you sign in again.',
      action: {
        label: 'Delete them',
        onClick: () => void Promise.all(stores.map((store) => store.forget(userId))),
      },
    })
  }
}
