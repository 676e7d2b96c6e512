/** Exports conversations to files and imports them. */
import { useQueryClient } from '@tanstack/react-query'
import { useAppServices } from './useAppServices.ts'

/** Only `json` can be imported again. */
export type ConversationFormat = 'markdown' | 'json'

type Imported =
  | { readonly ok: true; readonly id: string }
  /** The message can be shown to the user. */
  | { readonly ok: false; readonly message: string }

/** Converts between stored conversations and file contents. The caller does the file handling. */
export function useConversationFiles() {
  const { loadChats } = useAppServices()
  const client = useQueryClient()
  return {
    /** @returns null if the conversation does not exist. @throws {AppError} if it cannot be loaded. */
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
    /** Stores the content of an exported JSON file as a new conversation. */
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
