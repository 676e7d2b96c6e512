/** The person's conversations, newest first, and what of them is not delivered yet. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ConversationCursor, ConversationStoreState } from '../data/chat/ConversationStore.ts'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

const allDelivered: ConversationStoreState = { pending: 0, refused: 0, refusedReason: null, problem: null }
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
  })
  const [delivery, setDelivery] = useState<ConversationStoreState>(allDelivered)
  useEffect(() => {
    let isGone = false
    let unsubscribe = () => {}
    void loadChats().then(({ conversations }) => {
      if (isGone) return
      const look = () => setDelivery(conversations.getState())
      look()
      const ends = [
        conversations.subscribe(look),
        conversations.onChange(() => void client.invalidateQueries({ queryKey: ['conversations'] })),
        conversations.subscribe(() => void client.invalidateQueries({ queryKey: ['conversations'] })),
      ]
      unsubscribe = () => {
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
    hasMore: list.hasNextPage,
    readMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
    /** Of all conversations: rows that the backend does not have yet, and why. */
    pending: delivery.pending,
    problem: delivery.problem,
  }
}
