/** What a chat needs from outside, passed in by src/app: a model, Python, a place to keep messages, and the workflow library. */
import type { UIMessageChunk } from 'ai'
import type {
  ChatMessage,
  ChatRequest,
  Conversation,
  ConversationSummary,
  PythonPlace,
  SummaryRequest,
} from '../../contract/chat/chat.ts'
import type { ToolDefinition } from '../../contract/tools/defineTool.ts'
import type { Runner } from '../../run/lead/Runner.ts'

/**
 * Asks the model for one step. Ends where the answer ends, well or not: a fault in mid-answer is an `error` chunk with the
 * contract's error body as JSON. Rejects with an AppError where no answer begins; with the signal's reason when aborted.
 */
export type AskModel = (
  request: ChatRequest,
  options: { readonly signal: AbortSignal },
) => AsyncIterable<UIMessageChunk>

export interface WorkflowMatch {
  readonly id: string
  readonly score: number
}

/** What answers where no model is set up. */
export interface WorkflowLibrary {
  /** The best first; none where nothing fits. */
  match(text: string): Promise<readonly WorkflowMatch[]>
  /** The script of a workflow; null where there is none of that id. */
  read(id: string): Promise<{ readonly title: string; readonly code: string } | null>
}

export interface ChatPorts {
  readonly ask: AskModel
  /** Where the next step runs, asked before each: the person may change it at any time. */
  readonly pythonPlace: () => PythonPlace
  /** Interpreter of the conversation in that place, made at its first use there. Asks before calls that `needsApproval` names. */
  readonly openPython: (options: {
    readonly place: PythonPlace
    readonly needsApproval: (tool: ToolDefinition) => boolean
  }) => Promise<Runner>
  readonly library: WorkflowLibrary
  /** Resolves when it is worth to ask a backend again that was away. Rejects when aborted. */
  readonly whenReachable: (signal: AbortSignal) => Promise<void>
  /** Folds turns into the summary; rejects with an AppError. */
  readonly summarise: (
    request: SummaryRequest,
    options: { readonly signal: AbortSignal },
  ) => Promise<ConversationSummary>
  /** Whether tools of this effect are to be asked about, read at each call. */
  readonly asksBefore: (effect: ToolDefinition['effect']) => boolean
}

/** What is kept of a conversation; all of it does nothing in a chat that is not stored. */
export interface ChatKeeper {
  /** Called at each change of a message, several times a second while it is written. */
  keepMessage(message: ChatMessage): void
  removeMessages(ids: readonly string[]): void
  keepConversation(conversation: Conversation): void
  /** Resolves with what gives the right back; null where another tab of this browser is writing in this conversation. */
  claim(): Promise<(() => void) | null>
}
