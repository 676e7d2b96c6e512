/** What can be done with a conversation from the list: it is removed a while after it was wished, so that this can be undone. */
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import type { Conversation } from '../../contract/chat/chat.ts'
import { createStore } from '../../lib/createStore.ts'
import { useAppServices } from './useAppServices.ts'

type Timer = ReturnType<typeof setTimeout>

/** Of this tab, whatever page it shows: the timers of what goes unless it is undone, by its id. */
const leaving = createStore<ReadonlyMap<string, Timer>>(new Map())
const setLeaving = (id: string, timer: Timer | null): void => {
  const next = new Map(leaving.getState())
  clearTimeout(next.get(id))
  if (timer === null) next.delete(id)
  else next.set(id, timer)
  leaving.setState(next)
}

export function useConversationActions() {
  const { loadChats, chatStorage } = useAppServices()
  const client = useQueryClient()
  const listAgain = useCallback(() => client.invalidateQueries({ queryKey: ['conversations'] }), [client])

  const removeAt = useCallback(
    (id: string, at: number, isStored: boolean, onFailed: (error: unknown) => void) => {
      const remove = async () => {
        try {
          // Another tab may have undone it.
          if (isStored && !chatStorage.readLeaving().has(id)) return
          await (await loadChats()).remove(id)
          chatStorage.keepDraft(id, '')
          await listAgain()
        } catch (error) {
          onFailed(error)
        } finally {
          chatStorage.keepLeaving(id, null)
          setLeaving(id, null)
        }
      }
      setLeaving(
        id,
        setTimeout(() => void remove(), Math.max(0, at - Date.now())),
      )
    },
    [loadChats, chatStorage, listAgain],
  )
  // A tab that is closed or reloaded meanwhile leaves it to the next one.
  useEffect(() => {
    for (const [id, at] of chatStorage.readLeaving()) {
      if (!leaving.getState().has(id)) removeAt(id, at, true, () => {})
    }
  }, [chatStorage, removeAt])

  return {
    /** Conversations that are not to be shown any more. */
    leaving: useSyncExternalStore(leaving.subscribe, leaving.getState),
    /** Reads the list once more. */
    listAgain,
    /** A blank title changes nothing. */
    rename: async (conversation: Conversation, title: string): Promise<void> => {
      if (title.trim() === '') return
      const chats = await loadChats()
      chats.rename(conversation, title)
      await listAgain()
    },
    /** Removes it with its messages after `afterMs`, unless `keep` is called. `onFailed`: it stays. */
    remove: (id: string, afterMs: number, onFailed: (error: unknown) => void): void => {
      const at = Date.now() + afterMs
      removeAt(id, at, chatStorage.keepLeaving(id, at), onFailed)
    },
    keep: (id: string): void => {
      chatStorage.keepLeaving(id, null)
      setLeaving(id, null)
    },
  }
}
