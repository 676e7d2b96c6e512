/** What can be done with a conversation from the list: it is removed a while after it was wished, so that this can be undone. */
import { useCallback, useSyncExternalStore } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import type { Conversation } from '../../contract/chat.ts'
import { createStore } from '../lib/createStore.ts'
import { useAppServices } from './useAppServices.ts'

/** Of this tab, whatever page it shows: ids of what goes unless it is undone. */
const leaving = createStore<ReadonlySet<string>>(new Set())
const setLeaving = (id: string, isLeaving: boolean): void => {
  const next = new Set(leaving.getState())
  if (isLeaving) next.add(id)
  else next.delete(id)
  leaving.setState(next)
}

export function useConversationActions() {
  const { loadChats, chatMemory } = useAppServices()
  const client = useQueryClient()
  const listAgain = useCallback(() => client.invalidateQueries({ queryKey: ['conversations'] }), [client])
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
    /** Removes it with its messages after `afterMs`; the returned function keeps it. `onFailed`: it stays. */
    remove: (id: string, afterMs: number, onFailed: (error: unknown) => void): (() => void) => {
      setLeaving(id, true)
      const timer = setTimeout(() => {
        loadChats()
          .then((chats) => chats.remove(id))
          .then(() => chatMemory.keepDraft(id, ''))
          .then(listAgain)
          .catch(onFailed)
          .finally(() => setLeaving(id, false))
      }, afterMs)
      return () => {
        clearTimeout(timer)
        setLeaving(id, false)
      }
    },
  }
}
