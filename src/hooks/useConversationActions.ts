/** Renames and deletes conversations. A deletion is delayed, so that it can be undone. */
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import type { Conversation } from '../../contract/chat/chat.ts'
import { createStore } from '../../lib/createStore.ts'
import { useAppServices } from './useAppServices.ts'

type Timer = ReturnType<typeof setTimeout>

/** Timers of delayed deletions by conversation id. They belong to the tab, so they survive a change of page. */
const leaving = createStore<ReadonlyMap<string, Timer>>(new Map())
const setLeaving = (id: string, timer: Timer | null): void => {
  const next = new Map(leaving.getState())
  clearTimeout(next.get(id))
  if (timer === null) next.delete(id)
  else next.set(id, timer)
  leaving.setState(next)
}

/**
 * Changes conversations from the list. Pending deletions survive a reload: the next page carries them out.
 */
export function useConversationActions() {
  const { loadChats, chatStorage } = useAppServices()
  const client = useQueryClient()
  const listAgain = useCallback(() => client.invalidateQueries({ queryKey: ['conversations'] }), [client])

  const removeAt = useCallback(
    (id: string, at: number, isStored: boolean, onFailed: (error: unknown) => void) => {
      const remove = async () => {
        try {
          // Another tab may have undone the deletion.
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
  // Takes over deletions that a closed or reloaded tab left behind.
  useEffect(() => {
    for (const [id, at] of chatStorage.readLeaving()) {
      if (!leaving.getState().has(id)) removeAt(id, at, true, () => {})
    }
  }, [chatStorage, removeAt])

  return {
    /** Conversations to hide, because their deletion is pending. */
    leaving: useSyncExternalStore(leaving.subscribe, leaving.getState),
    /** Refetches the list of conversations. */
    listAgain,
    /** Ignores a blank title. */
    rename: async (conversation: Conversation, title: string): Promise<void> => {
      if (title.trim() === '') return
      const chats = await loadChats()
      chats.rename(conversation, title)
      await listAgain()
    },
    /** Deletes the conversation and its messages after `afterMs`, unless `keep` is called first. */
    remove: (id: string, afterMs: number, onFailed: (error: unknown) => void): void => {
      const at = Date.now() + afterMs
      removeAt(id, at, chatStorage.keepLeaving(id, at), onFailed)
    },
    /** Undoes a pending deletion. */
    keep: (id: string): void => {
      chatStorage.keepLeaving(id, null)
      setLeaving(id, null)
    },
  }
}
