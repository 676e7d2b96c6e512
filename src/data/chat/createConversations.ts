/**
 * Stores this page's conversations in this browser at once and in Postgres later, and reads them from both.
 */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import type { Authorization } from '../session/createRenewingFetch.ts'
import { storableTree } from '../../../run/journal/makeStorable.ts'
import type { ConversationStore } from './ConversationStore.ts'
import { createChatChannel } from './createChatChannel.ts'
import { createChatOutbox, type ChatOutboxOptions } from './createChatOutbox.ts'
import { createRevisions } from './createRevisions.ts'
import { fetchConversation, fetchConversationPage } from './fetchConversations.ts'
import type { KeptContent } from './KeptRows.ts'
import { conversationsWithWords, mergeConversation, mergePage } from './mergeKept.ts'
import { toWords } from './toSearch.ts'

interface ConversationsOptions extends Pick<ChatOutboxOptions, 'supabase' | 'session' | 'page' | 'locks'> {
  readonly databaseName?: string
  /** First pause of the exponential backoff after a failed delivery; it doubles up to 1 minute. */
  readonly firstPauseMs?: number
}

/**
 * Opens the store. A conversation belongs to the user who was signed in when this tab opened or first stored
 * it. Without a user, it waits in memory for the next sign-in in this tab, and is lost if the tab closes
 * first.
 */
export function createConversations(options: ConversationsOptions): ConversationStore {
  const { supabase, session, databaseName = 'eliza-conversations', firstPauseMs = 1000 } = options
  const revisions = createRevisions()
  const owners = new Map<string, string>()
  const ownerless = new Map<string, () => void>()
  /** Tombstones: later versions of these ids are ignored. */
  const removed = new Set<string>()
  const listeners = new Set<(conversationId: string) => void>()

  const channel = createChatChannel(databaseName, ({ conversationIds, removedIds }) => {
    for (const id of removedIds) removed.add(id)
    void outbox.refresh()
    for (const id of conversationIds) for (const listener of listeners) listener(id)
  })
  const outbox = createChatOutbox({
    ...options,
    databaseName,
    firstPauseMs,
    onWritten: (rows) =>
      channel.announce({
        conversationIds: [...new Set(rows.map((row) => row.conversationId))],
        removedIds: rows.filter((row) => !('row' in row)).map((row) => row.id),
      }),
    onDelivered: () => channel.announce({ conversationIds: [], removedIds: [] }),
  })

  const signedInUser = (): string => {
    const user = session.userId()
    if (user === null) throw new AppError('not-signed-in')
    return user
  }

  function keep(conversationId: string, id: string, content: KeptContent, when: 'now' | 'soon'): void {
    const owner = owners.get(conversationId) ?? session.userId()
    if (owner === null) {
      ownerless.set(id, () => keep(conversationId, id, content, when))
      return
    }
    owners.set(conversationId, owner)
    const revision = revisions.next()
    const place = { userId: owner, conversationId, id, revision, state: 'pending', reason: null } as const
    outbox.keep({ ...place, ...content }, when)
  }

  const unsubscribe = session.subscribe(() => {
    if (session.userId() === null) return
    const waiting = [...ownerless.values()]
    ownerless.clear()
    for (const keepNow of waiting) keepNow()
  })

  /**
   * Queries the backend. @returns null if it is unreachable. @throws any other AppError, or the signal's
   * reason.
   */
  async function ask<Found>(
    user: string,
    signal: AbortSignal,
    question: (asked: {
      supabase: typeof supabase
      authorization: Authorization
      signal: AbortSignal
    }) => Promise<Found>,
  ): Promise<{ readonly found: Found } | null> {
    try {
      const authorization = await session.authorize()
      signal.throwIfAborted()
      if (authorization?.userId !== user) throw new AppError('not-signed-in')
      return { found: await question({ supabase, authorization, signal }) }
    } catch (error) {
      if (error instanceof AppError && error.code === 'backend-unreachable') return null
      throw error
    }
  }

  const seeAll = (rows: readonly { readonly revision: number }[]) => {
    for (const { revision } of rows) revisions.see(revision)
  }

  return {
    getState: outbox.getState,
    subscribe: outbox.subscribe,
    deliver: outbox.deliver,
    async list({ query, before, signal }) {
      const user = signedInUser()
      await outbox.flush()
      // Read this before asking the backend: a row delivered in between is then in both answers, not in
      // neither.
      const kept = await outbox.all(user)
      const words = toWords(query)
      const also = words.length === 0 ? [] : conversationsWithWords(kept, words)
      const answer = await ask(user, signal, (asked) => fetchConversationPage(asked, { words, also, before }))
      const page = answer?.found ?? { rows: [], next: null }
      seeAll([...kept, ...page.rows])
      const conversations = mergePage(page, kept, { words, before })
      if (answer === null && conversations.length === 0) throw new AppError('backend-unreachable')
      return { conversations, next: page.next, isPartial: answer === null }
    },
    async open(id, signal) {
      const user = signedInUser()
      if (removed.has(id) || !z.guid().safeParse(id).success) return null
      await outbox.flush()
      const kept = await outbox.ofConversation(user, id)
      const answer = await ask(user, signal, (asked) => fetchConversation(asked, id))
      const fetched = answer?.found ?? null
      seeAll([...kept, ...(fetched?.messages ?? []), ...(fetched === null ? [] : [fetched.conversation])])
      const merged = mergeConversation(fetched, kept)
      if (answer === null && merged === null) throw new AppError('backend-unreachable')
      if (merged !== null) owners.set(id, user)
      return merged === null ? null : { ...merged, isPartial: answer === null }
    },
    keepConversation(conversation) {
      const { id } = conversation
      if (!removed.has(id)) keep(id, id, { kind: 'conversation', row: storableTree(conversation) }, 'now')
    },
    keepMessage(conversationId, message) {
      if (removed.has(conversationId) || removed.has(message.id)) return
      const when = message.metadata.state === 'writing' ? 'soon' : 'now'
      keep(conversationId, message.id, { kind: 'message', row: storableTree(message) }, when)
    },
    async remove(id) {
      removed.add(id)
      keep(id, id, { kind: 'removed-conversation' }, 'now')
      await outbox.flush()
    },
    removeMessages(conversationId, ids) {
      for (const id of ids) {
        removed.add(id)
        keep(conversationId, id, { kind: 'removed-message' }, 'now')
      }
    },
    async countLeft(userId) {
      await outbox.flush()
      return (await outbox.all(userId)).length
    },
    async forget(userId) {
      await outbox.flush()
      await outbox.settle(await outbox.all(userId))
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispose() {
      unsubscribe()
      outbox.dispose()
      channel.dispose()
      listeners.clear()
    },
  }
}
