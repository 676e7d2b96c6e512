/** The person's conversations, newest first, and what of them is not delivered yet. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ConversationCursor, ConversationStoreState } from '../data/chat/ConversationStore.ts'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

const allDelivered: ConversationStoreState = { pending: 0, refused: 0, refusedReason: null, problem: null }
const listAgainMs = 1500
const begin: ConversationCursor | null = null

/** `query` searches titles and words of messages; blank: all. */
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
    // What is shown stays while a search is on its way, and with it a menu that is open. Never another's.
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
        // The backend is back: what others wrote meanwhile is to be had.
        if (known.problem !== null && now.problem === null) listAgainSoon()
        known = now
        setDelivery(now)
      }
      look()
      // Another tab tells of each version of what it writes.
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
    /** True until the first page was read. */
    isPending: list.isPending,
    isSearching: list.isFetching,
    error: list.error,
    hasMore: list.hasNextPage && !list.isPlaceholderData,
    readMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
    /** Of all conversations: rows that the backend does not have yet, and why. */
    pending: delivery.pending,
    problem: delivery.problem,
  }
}
