/** The reply without a model: workflows that match the message, and a note that this is not an answer. */
import { Suspense } from 'react'
import { Link } from 'react-router'
import type { ChatMessage } from '../../../../contract/chat/chat.ts'
import { useChatContext } from '../ChatContext.ts'

interface MatchedWorkflowsProps {
  readonly message: ChatMessage
  readonly matches: readonly { readonly id: string; readonly score: number }[]
}

const linkClass = 'text-primary underline underline-offset-4'

/** @param props.matches Best first; empty if nothing matches. */
export function MatchedWorkflows({ message, matches }: MatchedWorkflowsProps) {
  const { chat, state, parts } = useChatContext()
  const busy = state.activity !== 'idle'
  if (matches.length === 0) {
    return (
      <p>
        No model is configured, and no workflow in the library matches your message.{' '}
        <Link to="/workflows" className={linkClass}>
          See the library
        </Link>{' '}
        or{' '}
        <Link to="/settings" className={linkClass}>
          set up a model
        </Link>
        .
      </p>
    )
  }
  return (
    <div className="space-y-2">
      <p>
        No model is configured, so this is not an answer. These workflows of the library match your message
        best.
      </p>
      <Suspense fallback={<p className="text-muted-foreground">Loading the library…</p>}>
        {parts.matches({
          matches: [...matches],
          busy,
          onRun: (workflowId) => {
            if (!busy) chat.runMatch(message.id, workflowId)
          },
        })}
      </Suspense>
    </div>
  )
}
