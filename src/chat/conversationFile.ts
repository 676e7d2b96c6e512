/** The file format in which conversations are exported and imported. */
import { z } from 'zod'
import { chatMessageRow, conversation } from '../../contract/chat/chat.ts'

export const conversationFormat = 'eliza-conversation'
/** Raised when older apps cannot read the new format. */
export const conversationFileVersion = 1
export const mostMessages = 20_000

const time = z.iso.datetime({ offset: true })

export const conversationFile = z.object({
  format: z.literal(conversationFormat),
  version: z.literal(conversationFileVersion),
  conversation: conversation.extend({ created_at: time }),
  messages: z.array(chatMessageRow.extend({ created_at: time })).max(mostMessages),
})
export type ConversationFile = z.infer<typeof conversationFile>
