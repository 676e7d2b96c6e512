/** Reads rows of conversations as far as they can be read: what one of them holds too much or too little loses no other. */
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

/** null where not even the id can be read. */
export function readConversation(row: unknown): Conversation | null {
  return lenientConversation.safeParse(row).data ?? null
}

const lenientMessage = z.object({
  id: z.guid(),
  // Who is neither is read as the assistant: nobody's words are put into the user's mouth.
  role: z.enum(['user', 'assistant']).catch('assistant'),
  content: z.string().catch(''),
  parts: z.array(z.unknown()).catch([]),
  metadata: z.unknown(),
  created_at: z.string().catch(unknownTime),
})

/** Parts that cannot be read are left out; where no text is left, the words alone stand in their place. */
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

/** null where it cannot be read: the conversation goes on without it. */
export function readSummary(row: unknown): ConversationSummary | null {
  return conversationSummary.safeParse(row).data ?? null
}

const versioned = z.object({ revision: z.int().nonnegative() })

/** 0 where it has none. */
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

/** null where this version of the app cannot read it. */
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
