/**
 * The end of a message that is not simply complete: waiting, being written, cut off, stopped or failed; and
 * what to do.
 */
import { LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ChatMessage } from '../../../../contract/chat/chat.ts'
import { Button } from '../../ui/button.tsx'
import { useChatContext } from '../ChatContext.ts'

interface MessageEndProps {
  readonly message: ChatMessage
  readonly isLast: boolean
}

/** Actions are offered only on the last message of an idle chat. */
export function MessageEnd({ message, isLast }: MessageEndProps) {
  const { chat, state } = useChatContext()
  const { role, parts, metadata } = message
  const idle = state.activity === 'idle'
  const hasContent = parts.some(({ type }) => type !== 'step-start' && type !== 'data-attempt')
  const again = (
    <Button size="small" onClick={() => chat.regenerate()}>
      Try again
    </Button>
  )
  const goOn = (
    <Button size="small" onClick={() => chat.continueAnswer()}>
      Continue
    </Button>
  )
  if (role === 'user') {
    if (metadata.state === 'waiting') {
      return (
        <Note
          tone="waiting"
          actions={
            <Button size="small" onClick={() => chat.stop()}>
              Cancel
            </Button>
          }
        >
          You are offline. The message is sent when the connection is back.
        </Note>
      )
    }
    if (!isLast) return null
    if (!idle) return <Busy>{state.activity === 'waiting' ? 'Waiting' : 'Asking the model'}</Busy>
    return (
      <Note
        tone="waiting"
        actions={
          <Button size="small" onClick={() => chat.regenerate()}>
            Answer now
          </Button>
        }
      >
        Not answered.
      </Note>
    )
  }
  const actions = (isLast && idle) || null
  switch (metadata.state) {
    case 'writing':
      return idle || state.activity === 'running' ? null : (
        <Busy>{state.activity === 'answering' ? 'Writing' : 'Asking the model'}</Busy>
      )
    case 'cut-off':
      return (
        <Note
          tone="waiting"
          actions={
            actions && (
              <>
                {goOn}
                {again}
              </>
            )
          }
        >
          The answer was cut off. {metadata.error?.message ?? 'The part that arrived is kept.'}
        </Note>
      )
    case 'stopped':
      return (
        <Note
          tone="waiting"
          actions={
            actions && (
              <>
                {hasContent && goOn}
                {again}
              </>
            )
          }
        >
          Stopped.
        </Note>
      )
    case 'failed':
      return (
        <Note
          tone="failed"
          actions={
            actions && (
              <>
                {hasContent && goOn}
                {again}
              </>
            )
          }
        >
          {metadata.error?.message ?? 'No answer arrived.'}
        </Note>
      )
    default:
      return null
  }
}

interface NoteProps {
  readonly tone: 'waiting' | 'failed'
  readonly actions: ReactNode
  readonly children: ReactNode
}

function Note({ tone, actions, children }: NoteProps) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2 text-[13px]">
      <p className={`wrap-anywhere ${tone === 'failed' ? 'text-failed' : 'text-waiting'}`}>{children}</p>
      {actions}
    </div>
  )
}

function Busy({ children }: { readonly children: ReactNode }) {
  return (
    <p className="mt-2 flex items-center gap-1.5 text-[13px] text-muted-foreground">
      <LoaderCircle aria-hidden className="size-4 animate-spin" /> {children}…
    </p>
  )
}
