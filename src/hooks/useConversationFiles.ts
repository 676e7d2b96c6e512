/** Conversations as files: to be read, kept, or taken to another project. */
import { useQueryClient } from '@tanstack/react-query'
import { useAppServices } from './useAppServices.ts'

export type ConversationFormat = 'markdown' | 'json'

type Imported =
  | { readonly ok: true; readonly id: string }
  /** The message is fit for a person to read. */
  | { readonly ok: false; readonly message: string }

export function useConversationFiles() {
  const { loadChats } = useAppServices()
  const client = useQueryClient()
  return {
    /** null where there is no such conversation. Rejects with an AppError where it cannot be read. */
    write: async (id: string, format: ConversationFormat): Promise<string | null> => {
      const { conversations } = await loadChats()
      const found = await conversations.open(id, new AbortController().signal)
      if (found === null) return null
      const { conversation, messages } = found
      if (format === 'markdown') {
        const { exportMarkdown } = await import('../chat/exportMarkdown.ts')
        return exportMarkdown(conversation, messages)
      }
      const { toJson } = await import('../chat/toJson.ts')
      return toJson(conversation, messages)
    },
    /** Keeps what an exported file holds as a new conversation. */
    read: async (text: string): Promise<Imported> => {
      const [{ conversations }, { fromJson }] = await Promise.all([
        loadChats(),
        import('../chat/fromJson.ts'),
      ])
      const file = fromJson(text)
      if (!file.ok) return file
      conversations.keepConversation(file.conversation)
      for (const message of file.messages) conversations.keepMessage(file.conversation.id, message)
      await client.invalidateQueries({ queryKey: ['conversations'] })
      return { ok: true, id: file.conversation.id }
    },
  }
}
