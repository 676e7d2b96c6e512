/** What is shown where no model could answer: workflows that fit the words, and that this is no answer. */
import { Suspense } from 'react'
import { Link } from 'react-router'
import type { ChatMessage } from '../../../../contract/chat/chat.ts'
import { useChatContext } from '../ChatContext.ts'

interface MatchedWorkflowsProps {
  readonly message: ChatMessage
  readonly matches: readonly { readonly id: string; readonly score: number }[]
}

const linkClass = 'text-primary underline underline-offset-4'

export function MatchedWorkflows({ message, matches }: MatchedWorkflowsProps) {
  const { chat, state, parts } = useChatContext()
  const busy = state.activity !== 'idle'
  if (matches.length === 0) {
    return (
      <p>
        No model is set up, so nobody can answer this; and nothing in the workflow library fits its words.{' '}
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
        No model is set up, so this is a match and not an answer: these workflows of the library have the most
        in common with your words.
      </p>
      <Suspense fallback={<p className="text-muted-foreground">Opening the library…</p>}>
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
