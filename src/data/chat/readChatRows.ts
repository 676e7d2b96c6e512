/** Parses rows of conversations leniently: one bad row or part loses no others. */
import { z } from 'zod'
import {
  chatMetadata,
  chatPart,
  conversation,
  conversationSummary,
  type ChatMessage,
  type ChatPart,
  type Conversation,
  type ConversationSummary,
} from '../../../contract/chat/chat.ts'
import type { KeptRow } from './KeptRows.ts'

const unknownTime = new Date(0).toISOString()

const lenientConversation = conversation.extend({
  id: z.guid(),
  title: z.string().catch(''),
  python_first: z.boolean().catch(true),
  created_at: z.string().catch(unknownTime),
  updated_at: z.string().catch(unknownTime),
})

/** Parses a conversation. @returns null if even the id is unreadable. */
export function readConversation(row: unknown): Conversation | null {
  return lenientConversation.safeParse(row).data ?? null
}

const lenientMessage = z.object({
  id: z.guid(),
  // Any other role reads as the assistant: no words are attributed to the user by mistake.
  role: z.enum(['user', 'assistant']).catch('assistant'),
  content: z.string().catch(''),
  parts: z.array(z.unknown()).catch([]),
  metadata: z.unknown(),
  created_at: z.string().catch(unknownTime),
})

/** Parses a message. Unreadable parts are dropped; if no text part is left, `content` takes their place. */
export function readMessage(row: unknown): ChatMessage | null {
  const { data } = lenientMessage.safeParse(row)
  if (data === undefined) return null
  const parts = data.parts.flatMap((part): ChatPart[] => {
    const read = chatPart.safeParse(part)
    return read.success ? [read.data] : []
  })
  const hasLost = parts.length < data.parts.length || parts.length === 0
  if (hasLost && data.content !== '' && !parts.some(({ type }) => type === 'text'))
    parts.push({ type: 'text', text: data.content })
  const metadata = chatMetadata.safeParse(data.metadata).data ?? chatMetadata.parse({})
  return { id: data.id, role: data.role, parts, metadata, created_at: data.created_at }
}

/** Parses a summary. @returns null if unreadable: the conversation works without it. */
export function readSummary(row: unknown): ConversationSummary | null {
  return conversationSummary.safeParse(row).data ?? null
}

const versioned = z.object({ revision: z.int().nonnegative() })

/** A row's revision; 0 if it has none. */
export const revisionOf = (row: unknown): number => versioned.safeParse(row).data?.revision ?? 0

const keptPlace = z.object({
  userId: z.string(),
  conversationId: z.string(),
  id: z.string(),
  revision: z.number(),
  state: z.enum(['pending', 'refused']),
  reason: z.string().nullable(),
})
const keptContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('conversation'), row: z.unknown() }),
  z.object({ kind: z.literal('message'), row: z.unknown() }),
  z.object({ kind: z.literal('removed-message') }),
  z.object({ kind: z.literal('removed-conversation') }),
])

/** Parses a stored row. @returns null if this version of the app cannot read it. */
export function readKeptRow(stored: unknown): KeptRow | null {
  const place = keptPlace.safeParse(stored).data
  const content = keptContent.safeParse(stored).data
  if (place === undefined || content === undefined) return null
  switch (content.kind) {
    case 'conversation': {
      const row = readConversation(content.row)
      return row === null ? null : { ...place, kind: content.kind, row }
    }
    case 'message': {
      const row = readMessage(content.row)
      return row === null ? null : { ...place, kind: content.kind, row }
    }
    case 'removed-message':
    case 'removed-conversation':
      return { ...place, kind: content.kind }
  }
}
