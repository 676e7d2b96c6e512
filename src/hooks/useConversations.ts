/** The user's conversations, newest first, and the state of their delivery. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ConversationCursor, ConversationStoreState } from '../data/chat/ConversationStore.ts'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

const allDelivered: ConversationStoreState = { pending: 0, refused: 0, refusedReason: null, problem: null }
const listAgainMs = 1500
const begin: ConversationCursor | null = null

/**
 * Loads the list page by page (keyset pagination) and keeps it current across tabs.
 * @param query Searches titles and messages. Blank loads all.
 */
export function useConversations(query: string) {
  const { loadChats } = useAppServices()
  const userId = useUserId()
  const client = useQueryClient()
  const list = useInfiniteQuery({
    queryKey: ['conversations', userId, query.trim()],
    queryFn: async ({ pageParam, signal }) =>
      (await loadChats()).conversations.list({ query: query.trim(), before: pageParam, signal }),
    initialPageParam: begin as ConversationCursor | null,
    getNextPageParam: ({ next }) => next,
    enabled: userId !== null,
    // Keeps the old list, and an open menu in it, during a search; never the list of another user.
    placeholderData: (before, query) => (query?.queryKey[1] === userId ? before : undefined),
  })
  const [delivery, setDelivery] = useState<ConversationStoreState>(allDelivered)
  useEffect(() => {
    let isGone = false
    let unsubscribe = () => {}
    void loadChats().then(({ conversations }) => {
      if (isGone) return
      let timer: ReturnType<typeof setTimeout> | undefined
      const listAgainSoon = () => {
        timer ??= setTimeout(() => {
          timer = undefined
          void client.invalidateQueries({ queryKey: ['conversations'] })
        }, listAgainMs)
      }
      let known = allDelivered
      const look = () => {
        const now = conversations.getState()
        // The backend is back: other devices may have written in the meantime.
        if (known.problem !== null && now.problem === null) listAgainSoon()
        known = now
        setDelivery(now)
      }
      look()
      // Another tab announces every version it writes, so reloading is debounced.
      const ends = [conversations.subscribe(look), conversations.onChange(listAgainSoon)]
      unsubscribe = () => {
        clearTimeout(timer)
        for (const end of ends) end()
      }
    })
    return () => {
      isGone = true
      unsubscribe()
    }
  }, [loadChats, client])
  return {
    conversations: list.data?.pages.flatMap(({ conversations }) => conversations) ?? [],
    /** True until the first page is loaded. */
    isPending: list.isPending,
    isSearching: list.isFetching,
    error: list.error,
    hasMore: list.hasNextPage && !list.isPlaceholderData,
    readMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
    /** Rows of all conversations that are not delivered yet, and why in `problem`. */
    pending: delivery.pending,
    problem: delivery.problem,
  }
}
