/** What other rooms own and the chat shows: the page puts it in. */
import type { ReactNode } from 'react'
import type { ChatPart } from '../../../contract/chat/chat.ts'
import type { ChatView } from '../../hooks/useChatView.ts'

export type ChatState = NonNullable<ChatView['state']>
export type Chat = NonNullable<ChatView['chat']>
export type StepRun = ChatState['runs'] extends ReadonlyMap<string, infer Step> ? Step : never
export type PythonPart = Extract<ChatPart, { readonly type: 'tool-execute_python' }>
type WorkflowMatches = Extract<ChatPart, { readonly type: 'data-workflow-matches' }>['data']['matches']

export interface Fence {
  readonly code: string
  /** As it was written: '' where none was. */
  readonly language: string
}

export interface ChatWindowParts {
  readonly markdown: (slot: {
    readonly source: string
    readonly fence: (fence: Fence) => ReactNode
  }) => ReactNode
  /** Python that is looked at. */
  readonly code: (slot: { readonly code: string; readonly isWriting: boolean }) => ReactNode
  readonly editor: (slot: {
    readonly label: string
    readonly code: string
    readonly onChange: (code: string) => void
    readonly onRun: () => void
    readonly onStop: () => void
  }) => ReactNode
  /** What comes of a run of this tab. */
  readonly run: (slot: {
    readonly run: StepRun['run']
    readonly onAnswer: (inputId: number, text: string) => void
  }) => ReactNode
  /** What came of any other; `otherwise` where the log does not have it. */
  readonly loggedRun: (slot: { readonly executionId: string; readonly otherwise: ReactNode }) => ReactNode
  readonly matches: (slot: {
    readonly matches: WorkflowMatches
    readonly busy: boolean
    readonly onRun: (workflowId: string) => void
  }) => ReactNode
  readonly runPlace: (slot: { readonly busy: boolean }) => ReactNode
  readonly approvals: () => ReactNode
}
