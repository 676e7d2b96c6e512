/** One conversation: the messages above, the composer below. */
import { Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useConversationActions } from '../../hooks/useConversationActions.ts'
import { useOpenScript } from '../../hooks/useOpenScript.ts'
import type { HeldChat } from '../../hooks/useChat.ts'
import { usePersistentChat } from '../../hooks/usePersistentChat.ts'
import { usePythonChat } from '../../hooks/usePythonChat.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { showToast } from '../ui/show-toast.ts'
import { type CellChoice, ChatContext, type ChatContextValue } from './ChatContext.ts'
import type { ChatWindowParts } from './ChatWindowParts.ts'
import { Composer } from './composer/Composer.tsx'
import { EmptyChat } from './EmptyChat.tsx'
import { Later } from './Later.tsx'
import { ChatAnnouncer, MessageList } from './lazyParts.ts'

interface ConversationProps {
  /** null starts a new conversation. */
  readonly conversationId: string | null
  readonly parts: ChatWindowParts
  /** Called once, when a new conversation has its first message. */
  readonly onBegun: (conversationId: string) => void
  readonly onTitle: (title: string) => void
}

/** A stored conversation, opened or new. Reports a missing one, and offers a retry if opening fails. */
export function Conversation(props: ConversationProps) {
  const held = usePersistentChat(props)
  return <ConversationView {...props} held={held} isTemporary={false} />
}

/** A conversation that is not stored; leaving it discards it. */
export function TemporaryConversation(props: Omit<ConversationProps, 'conversationId' | 'onBegun'>) {
  const held = usePythonChat()
  return <ConversationView {...props} conversationId={null} onBegun={ignore} held={held} isTemporary />
}

const ignore = () => {}

interface ConversationViewProps extends ConversationProps {
  readonly held: HeldChat
  readonly isTemporary: boolean
}

function ConversationView({
  held,
  isTemporary,
  conversationId,
  parts,
  onBegun,
  onTitle,
}: ConversationViewProps) {
  const { chat, state, status, openError, reopen, sendMessage } = held
  const [choices, setChoices] = useState<ReadonlyMap<string, CellChoice>>(new Map())
  const navigate = useNavigate()
  const { open } = useOpenScript()

  const id = state?.conversation.id
  const isBegun = (state?.messages.length ?? 0) > 0
  useEffect(() => {
    if (conversationId === null && id !== undefined && isBegun) onBegun(id)
  }, [conversationId, id, isBegun, onBegun])
  // The list shows titles and times, so it is refetched when they change.
  const { listAgain } = useConversationActions()
  const updatedAt = state?.conversation.updated_at
  const isIdle = state?.activity === 'idle'
  const listedAt = useRef(updatedAt)
  useEffect(() => {
    // Refetch at the end, too: a refetch that was already pending may have missed the change. The beginning alone changes nothing.
    const isWorthIt = isIdle || listedAt.current !== updatedAt
    listedAt.current = updatedAt
    if (isBegun && isWorthIt) void listAgain()
  }, [isBegun, updatedAt, isIdle, listAgain])
  const title = state?.conversation.title ?? ''
  useEffect(() => onTitle(title), [title, onTitle])

  const context = useMemo((): ChatContextValue | null => {
    if (chat === null || state === null) return null
    return {
      chat,
      state,
      parts,
      choices,
      choose: (toolCallId, choice) =>
        setChoices((before) => new Map(before).set(toolCallId, { ...before.get(toolCallId), ...choice })),
      openInEditor(name, code) {
        open({ name, code, workflowId: null })
        void navigate('/scripts')
      },
      saveScript(name, code) {
        open({ name, code, workflowId: null })
        showToast(`Saved as “${name}”`, {
          description: 'It has a tab on the Scripts page.',
          action: { label: 'Open', onClick: () => void navigate('/scripts') },
        })
      },
    }
  }, [chat, state, parts, choices, open, navigate])

  return (
    <section aria-label={title || 'New conversation'} className="flex h-full min-h-0 min-w-0 flex-col">
      {status === 'missing' && (
        <div className="flex-1 p-6">
          <h1 className="text-xl font-semibold">Conversation not found</h1>
          <p className="mt-2 text-muted-foreground">It was deleted, or belongs to another account.</p>
        </div>
      )}
      {status === 'failed' && (
        <div className="flex-1 p-3">
          <Alert
            actions={
              <Button size="small" onClick={reopen}>
                Try again
              </Button>
            }
          >
            {openError?.message}
          </Alert>
        </div>
      )}
      {status === 'opening' && conversationId !== null && (
        <output className="appear-late flex-1 p-6 text-muted-foreground">Loading the conversation…</output>
      )}
      {(status === 'ready' || conversationId === null) && status !== 'failed' && !isBegun && (
        <EmptyChat isTemporary={isTemporary} onBegin={sendMessage} />
      )}
      {context && isBegun && (
        <ChatContext value={context}>
          <h1 className="sr-only">{title || 'Conversation'}</h1>
          <Suspense fallback={<div className="flex-1" />}>
            <MessageList messages={context.state.messages} />
          </Suspense>
        </ChatContext>
      )}
      {chat && (
        <Later name="The screen reader’s announcements">
          <ChatAnnouncer chat={chat} />
        </Later>
      )}
      {state?.error && <Alert className="mx-auto mb-2 w-full max-w-3xl">{state.error.message}</Alert>}
      {status !== 'missing' && (
        <Composer
          held={held}
          draftKey={
            isTemporary ? 'temporary' : (conversationId ?? (isBegun && id !== undefined ? id : 'new'))
          }
          runPlace={parts.runPlace}
          approvals={parts.approvals}
        />
      )}
    </section>
  )
}
