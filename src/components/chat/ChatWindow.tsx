/** The chat window: the list of conversations (a drawer on narrow screens) and the open conversation. */
import { PanelLeft } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useChatStorage } from '../../hooks/useChatStorage.ts'
import { useConversationActions } from '../../hooks/useConversationActions.ts'
import { useMediaQuery } from '../../hooks/useMediaQuery.ts'
import { Button } from '../ui/button.tsx'
import { PanelBoundary } from '../ui/panel-boundary.tsx'
import type { ChatWindowParts } from './ChatWindowParts.ts'
import { Conversation, TemporaryConversation } from './Conversation.tsx'
import { Later } from './Later.tsx'
import { ConversationList, preloadMessages } from './lazyParts.ts'

interface ChatWindowProps {
  /** null for a new conversation. */
  readonly conversationId: string | null
  readonly isTemporary: boolean
  readonly parts: ChatWindowParts
  readonly onTitle: (title: string) => void
}

/**
 * @param props.isTemporary Opens a chat that is not stored; `conversationId` is then null.
 * @param props.onTitle Called with the conversation's title, also when it changes.
 */
export function ChatWindow({ conversationId, isTemporary, parts, onTitle }: ChatWindowProps) {
  const wide = useMediaQuery('(min-width: 56rem)')
  const [isDrawerOpen, setIsDrawerOpen] = useState(false)
  const toggle = useRef<HTMLButtonElement>(null)
  const memory = useChatStorage()
  const { leaving, keep } = useConversationActions()
  const { mountKey, openedId, onBegun } = useMountKey(conversationId)
  const [title, setTitle] = useState('')

  useEffect(() => void preloadMessages(), [])
  useEffect(() => {
    if (conversationId !== null) memory.keepLast(conversationId)
  }, [memory, conversationId])

  const noteTitle = useCallback(
    (next: string) => {
      setTitle(next)
      onTitle(next)
    },
    [onTitle],
  )
  const closeDrawer = () => {
    setIsDrawerOpen(false)
    toggle.current?.focus()
  }
  const list = (
    <Later name="The list of conversations">
      <ConversationList openId={conversationId} onOpened={() => setIsDrawerOpen(false)} />
    </Later>
  )
  return (
    <div className="relative flex h-full min-h-0">
      {wide && <div className="w-64 shrink-0 border-r bg-surface">{list}</div>}
      {!wide && isDrawerOpen && (
        <>
          <div aria-hidden className="absolute inset-0 z-20 bg-black/40" onClick={closeDrawer} />
          <div
            role="presentation"
            className="absolute inset-y-0 left-0 z-30 w-72 max-w-[85%] border-r bg-surface shadow-lg"
            onKeyDown={(event) => {
              if (event.key === 'Escape' && !event.defaultPrevented) closeDrawer()
            }}
          >
            {list}
          </div>
        </>
      )}
      <div className="flex min-w-0 flex-1 flex-col">
        {!wide && (
          <div className="flex h-10 shrink-0 items-center gap-2 border-b px-2">
            <Button
              ref={toggle}
              variant="ghost"
              size="icon"
              aria-label="Conversations"
              aria-expanded={isDrawerOpen}
              onClick={() => setIsDrawerOpen(!isDrawerOpen)}
            >
              <PanelLeft />
            </Button>
            <span className="min-w-0 truncate font-medium">
              {title || (isTemporary ? 'Temporary chat' : 'New conversation')}
            </span>
          </div>
        )}
        <div className="min-h-0 flex-1">
          <PanelBoundary key={mountKey} name="This conversation">
            {conversationId !== null && leaving.has(conversationId) ? (
              <div className="p-6">
                <p className="mb-3 font-medium">This conversation is deleted.</p>
                <Button onClick={() => keep(conversationId)}>Undo</Button>
              </div>
            ) : isTemporary ? (
              <TemporaryConversation key={mountKey} parts={parts} onTitle={noteTitle} />
            ) : (
              <Conversation
                key={mountKey}
                conversationId={openedId}
                parts={parts}
                onBegun={onBegun}
                onTitle={noteTitle}
              />
            )}
          </PanelBoundary>
        </div>
      </div>
    </div>
  )
}

/**
 * With its first message, a new conversation gets its own URL. The page must not remount it then, so it keeps the
 * React key that it started with, and still has no id for `Conversation`.
 */
function useMountKey(conversationId: string | null) {
  const navigate = useNavigate()
  const { key: visit } = useLocation()
  const [begun, setBegun] = useState<{ readonly id: string; readonly visit: string } | null>(null)
  const isBegun = begun !== null && begun.id === conversationId
  const isBeginning = begun !== null && conversationId === null && begun.visit === visit
  // The user has left the new conversation. Coming back opens it by its id.
  if (begun !== null && !isBegun && !isBeginning) setBegun(null)
  const onBegun = useCallback(
    (id: string) => {
      if (isBegun) return
      setBegun({ id, visit })
      void navigate(`/chat/${id}`, { replace: true })
    },
    [navigate, visit, isBegun],
  )
  return {
    mountKey: isBegun ? begun.visit : (conversationId ?? visit),
    openedId: isBegun ? null : conversationId,
    onBegun,
  }
}
