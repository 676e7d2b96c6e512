/** One message: the user's text, or an answer with its steps. */
import { memo } from 'react'
import type { ChatMessage } from '../../../../contract/chat/chat.ts'
import { AnswerFooter } from './AnswerFooter.tsx'
import { AnswerText } from './AnswerText.tsx'
import { MatchedWorkflows } from './MatchedWorkflows.tsx'
import { MessageEnd } from './MessageEnd.tsx'
import { PythonCell } from '../cell/PythonCell.tsx'

interface MessageItemProps {
  readonly message: ChatMessage
  readonly isLast: boolean
}

/** Memoized: only the message that changes rerenders while an answer streams in. */
export const MessageItem = memo(function MessageItem({ message, isLast }: MessageItemProps) {
  const isUser = message.role === 'user'
  const headingId = `message-${message.id}`
  return (
    <article aria-labelledby={headingId} className="mx-auto max-w-3xl px-4 py-3">
      <h2 id={headingId} className="mb-1 text-xs font-semibold text-muted-foreground">
        {isUser ? 'You' : 'Assistant'}
      </h2>
      {isUser ? <UserText message={message} /> : <Answer message={message} />}
      <MessageEnd message={message} isLast={isLast} />
      {!isUser && message.metadata.state !== 'writing' && <AnswerFooter message={message} />}
    </article>
  )
})

function UserText({ message }: { readonly message: ChatMessage }) {
  return message.parts.map(
    (part, index) =>
      part.type === 'text' && (
        // The user's message never changes, so the index is a stable key.
        <p
          key={index}
          className="w-fit max-w-full rounded-md bg-muted px-3 py-2 wrap-anywhere whitespace-pre-wrap"
        >
          {part.text}
        </p>
      ),
  )
}

function Answer({ message }: { readonly message: ChatMessage }) {
  const stepsBefore = (index: number) =>
    message.parts.slice(0, index).filter(({ type }) => type === 'tool-execute_python').length
  return (
    <div className="min-w-0 space-y-2">
      {message.parts.map((part, index) => {
        // Parts are only appended, so the index is a stable key.
        switch (part.type) {
          case 'text':
            return <AnswerText key={index} text={part.text} />
          case 'tool-execute_python':
            return (
              <PythonCell
                key={part.toolCallId}
                part={part}
                message={message}
                number={stepsBefore(index) + 1}
              />
            )
          case 'data-workflow-matches':
            return <MatchedWorkflows key={index} message={message} matches={part.data.matches} />
          default:
            return null
        }
      })}
    </div>
  )
}
