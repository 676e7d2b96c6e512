/** The field for a new message. The draft is kept until it is sent, over reloads too. */
import { ArrowUp, Square } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { chatLimits } from '../../../../contract/chat/chatLimits.ts'
import { useChatStorage } from '../../../hooks/useChatStorage.ts'
import type { HeldChat } from '../../../hooks/useChat.ts'
import { Button } from '../../ui/button.tsx'
import { formatNumber } from '../../../../lib/formatNumber.ts'
import { Later } from '../Later.tsx'
import { Answerer, ComposerMenu } from '../lazyParts.ts'
import { PythonFirstSwitch } from './PythonFirstSwitch.tsx'

interface ComposerProps {
  readonly held: HeldChat
  /** The key of the draft in this browser's storage. */
  readonly draftKey: string
  readonly runPlace: (slot: { readonly busy: boolean }) => ReactNode
  readonly approvals: () => ReactNode
}

/**
 * Enter sends, Shift+Enter breaks the line, Escape stops the answer.
 * Sending while the conversation is still opening waits for it.
 */
export function Composer({ held, draftKey, runPlace, approvals }: ComposerProps) {
  const { status, isLoading, sendMessage, stop, state, chat } = held
  const { readDraft, keepDraft } = useChatStorage()
  const [text, setText] = useState(() => readDraft(draftKey))
  /** Send was pressed while the conversation was still opening. */
  const [isDue, setIsDue] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const isTooLong = text.length > chatLimits.messageCharacters
  const canSend = !isLoading && !isTooLong && text.trim() !== ''

  const write = (next: string) => {
    setText(next)
    setIsDue(false)
    keepDraft(draftKey, next)
  }
  const send = () => {
    if (!canSend) return
    if (status !== 'ready') return setIsDue(true)
    sendMessage(text)
    write('')
    field.current?.focus()
  }
  // The caret goes to the end of the draft.
  useLayoutEffect(() => {
    const end = field.current?.value.length ?? 0
    field.current?.setSelectionRange(end, end)
  }, [])
  useEffect(() => {
    if (isDue && status === 'ready') form.current?.requestSubmit()
  }, [isDue, status])

  return (
    <form
      ref={form}
      aria-label="New message"
      className="mx-auto w-full max-w-3xl shrink-0 px-2 pb-2 sm:px-4"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="rounded-lg border border-input bg-surface focus-within:outline-2 focus-within:outline-ring">
        <div className="grid max-h-60 overflow-y-auto">
          <textarea
            ref={field}
            data-message
            aria-label="Message"
            aria-keyshortcuts="Enter"
            placeholder="Ask, or give a task"
            rows={2}
            // Writing is the purpose of this page, so the field takes the focus.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            className="col-start-1 row-start-1 resize-none overflow-hidden bg-transparent px-3 py-2.5 text-base wrap-anywhere outline-none placeholder:text-muted-foreground sm:text-sm"
            value={text}
            onChange={({ target }) => write(target.value)}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return
              if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
                event.preventDefault()
                send()
              } else if (event.key === 'Escape' && isLoading) {
                event.preventDefault()
                stop()
              }
            }}
          />
          {/* A hidden copy of the text, which gives the field its height. */}
          <div
            aria-hidden
            className="pointer-events-none invisible col-start-1 row-start-1 px-3 py-2.5 text-base wrap-anywhere whitespace-pre-wrap sm:text-sm"
          >
            {`${text.slice(0, shownCharacters)}\n`}
          </div>
        </div>
        <div className="flex min-h-11 flex-wrap items-center gap-1 px-1.5 pb-1.5">
          <PythonFirstSwitch
            isOn={state?.conversation.python_first ?? true}
            disabled={chat === null}
            onSwitch={(isOn) => chat?.setPythonFirst(isOn)}
          />
          <Later name="The options">
            <ComposerMenu
              held={held}
              runPlace={runPlace}
              approvals={approvals}
              spoken={{ field, text, write }}
            />
          </Later>
          <div className="ml-auto flex items-center gap-1">
            {isLoading ? (
              <Button aria-keyshortcuts="Escape" title="Esc" onClick={stop}>
                <Square aria-hidden /> Stop
              </Button>
            ) : (
              <Button type="submit" variant="primary" aria-disabled={!canSend} title="Enter">
                <ArrowUp aria-hidden /> Send
              </Button>
            )}
          </div>
        </div>
      </div>
      <div className="flex min-h-6 flex-wrap items-center gap-x-2 px-1 pt-1 text-xs text-muted-foreground">
        {isTooLong ? (
          <p role="alert" className="text-failed">
            This message has {formatNumber(text.length)} characters. At most{' '}
            {formatNumber(chatLimits.messageCharacters)} can be sent.
          </p>
        ) : (
          <Later name="The answering model">
            <Answerer usesBuiltInModel={state?.conversation.metadata.uses_built_in_model === true} />
          </Later>
        )}
      </div>
    </form>
  )
}

/** A longer text has reached the maximum height anyway. */
const shownCharacters = 4000
