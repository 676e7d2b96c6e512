/**
 * Folds older messages into the conversation's summary once they no longer fit, after an answer has ended.
 */
import type { ConversationSummary } from '../../contract/chat/chat.ts'
import type { ChatState } from './chatState.ts'
import { needsSummary } from './fitHistory.ts'
import type { ChatPorts } from './ports.ts'

interface TurnFoldingOptions extends Pick<ChatPorts, 'summarise'> {
  readonly read: () => Pick<ChatState, 'conversation' | 'messages' | 'summary'>
  readonly onFolded: (summary: ConversationSummary) => void
}

export interface TurnFolding {
  /** Folds what no longer fits, if anything. Never rejects. */
  readonly fold: () => Promise<void>
  readonly stop: () => void
}

export function createTurnFolding({ summarise, read, onFolded }: TurnFoldingOptions): TurnFolding {
  let folding: AbortController | undefined
  return {
    async fold() {
      const { messages, summary, conversation } = read()
      const older = needsSummary(messages, summary)
      if (older === null) return
      const { signal } = (folding = new AbortController())
      try {
        const folded = await summarise(
          {
            conversation_id: conversation.id,
            summary: summary?.summary ?? null,
            messages: [...older.turns],
            through_message_id: older.throughMessageId,
          },
          { signal },
        )
        if (!signal.aborted) onFolded(folded)
      } catch {
        // The next turn tries again. Until then, requests leave out the oldest messages.
      }
    },
    stop: () => folding?.abort(),
  }
}
