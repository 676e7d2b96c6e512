/** Exports a conversation as JSON, which `fromJson` reads. */
import type { ChatMessage, Conversation } from '../../contract/chat/chat.ts'
import { conversationFileVersion, conversationFormat, type ConversationFile } from './conversationFile.ts'

export function toJson(conversation: Conversation, messages: readonly ChatMessage[]): string {
  const file: ConversationFile = {
    format: conversationFormat,
    version: conversationFileVersion,
    conversation,
    messages: [...messages],
  }
  return `${JSON.stringify(file, null, 2)}\n`
}
