/**
 * The ports of a chat, passed in by src/app: a model, Python, storage for messages, and the workflow library.
 */
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
import type { Approvals } from '../../contract/run/approvals.ts'
import type { Runner } from '../../run/lead/Runner.ts'

/**
 * Asks the model for one step. The stream ends with the answer; a fault within it is an `error` chunk with
 * the contract's error body as JSON.
 * @throws an AppError if no answer begins, or the signal's reason if aborted.
 */
export type AskModel = (
  request: ChatRequest,
  options: { readonly signal: AbortSignal },
) => AsyncIterable<UIMessageChunk>

export interface WorkflowMatch {
  readonly id: string
  readonly score: number
}

/** The library that answers if no model is configured. */
export interface WorkflowLibrary {
  /** Matches, best first; empty if nothing fits. */
  match(text: string): Promise<readonly WorkflowMatch[]>
  /** The script of a workflow; null if the id is unknown. */
  read(id: string): Promise<{ readonly title: string; readonly code: string } | null>
}

/** What a runner asks about the calls of its scripts. */
export interface CallGuard {
  readonly needsApproval: (tool: ToolDefinition, request: unknown) => boolean
  /** Narrows a call: a host that was allowed must not lead on to another one. */
  readonly restrict: (tool: ToolDefinition, request: unknown) => unknown
}

export interface ChatPorts {
  readonly ask: AskModel
  /** The place of the next step; read before each step, since the person may change it at any time. */
  readonly pythonPlace: () => PythonPlace
  /**
   * Opens the conversation's runner in a place. Calls that `guard.needsApproval` selects wait for a decision there.
   */
  readonly openPython: (options: {
    readonly place: PythonPlace
    readonly guard: CallGuard
  }) => Promise<Runner>
  readonly library: WorkflowLibrary
  /** Resolves when retrying an unreachable backend is worthwhile. @throws the signal's reason if aborted. */
  readonly whenReachable: (signal: AbortSignal) => Promise<void>
  /** Folds messages into the summary. @throws an AppError. */
  readonly summarise: (
    request: SummaryRequest,
    options: { readonly signal: AbortSignal },
  ) => Promise<ConversationSummary>
  /** Which kinds of calls need approval; read at each call. */
  readonly approvals: () => Approvals
  /** Hosts that need no approval in any conversation, as `hostOf` writes them; read at each call. */
  readonly allowedHosts: () => readonly string[]
}

/** Storage of one conversation; in a chat that is not stored, every method does nothing. */
export interface ChatKeeper {
  /** Called at each change of a message, several times per second while it is written. */
  keepMessage(message: ChatMessage): void
  removeMessages(ids: readonly string[]): void
  keepConversation(conversation: Conversation): void
  /**
   * Takes the conversation's mutex. @returns its release function, or null if another tab of this browser
   * holds it.
   */
  claim(): Promise<(() => void) | null>
}
