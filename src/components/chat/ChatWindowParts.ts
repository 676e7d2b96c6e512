/** Parts that other folders own and the chat shows. The page passes them in. */
import type { ReactNode } from 'react'
import type { ChatPart } from '../../../contract/chat/chat.ts'
import type { ChatView } from '../../hooks/useChatView.ts'

/** The state of an open chat; for its fields see src/chat/chatState.ts. */
export type ChatState = NonNullable<ChatView['state']>
/** An open chat with its actions; see src/chat/createChat.ts. */
export type Chat = NonNullable<ChatView['chat']>
/** The latest run of a step in this tab. `isRerun`: started by the user, so the assistant has not seen it. */
export type StepRun = ChatState['runs'] extends ReadonlyMap<string, infer Step> ? Step : never
/** The part of an answer that is one Python step. */
export type PythonPart = Extract<ChatPart, { readonly type: 'tool-execute_python' }>
type WorkflowMatches = Extract<ChatPart, { readonly type: 'data-workflow-matches' }>['data']['matches']

/** A fenced code block in an answer. */
export interface Fence {
  readonly code: string
  /** The info string's language as written; empty if there is none. */
  readonly language: string
}

/** Render functions for everything that components/chat must not import. Must be stable. */
export interface ChatWindowParts {
  readonly markdown: (slot: {
    readonly source: string
    readonly fence: (fence: Fence) => ReactNode
  }) => ReactNode
  /** Read-only Python. */
  readonly code: (slot: { readonly code: string; readonly isWriting: boolean }) => ReactNode
  readonly editor: (slot: {
    readonly label: string
    readonly code: string
    readonly onChange: (code: string) => void
    readonly onRun: () => void
    readonly onStop: () => void
  }) => ReactNode
  /** The live output of a run in this tab. */
  readonly run: (slot: {
    readonly run: StepRun['run']
    readonly onAnswer: (inputId: number, text: string | null) => void
  }) => ReactNode
  /** The output of any other run, from the log. `otherwise` is shown if the log does not have it. */
  readonly loggedRun: (slot: { readonly executionId: string; readonly otherwise: ReactNode }) => ReactNode
  readonly matches: (slot: {
    readonly matches: WorkflowMatches
    readonly busy: boolean
    readonly onRun: (workflowId: string) => void
  }) => ReactNode
  readonly runPlace: (slot: { readonly busy: boolean }) => ReactNode
  readonly approvals: () => ReactNode
}
