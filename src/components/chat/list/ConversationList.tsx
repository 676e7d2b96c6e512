/** The user's conversations by day, with a search. The open one is marked. */
import { CloudUpload, Plus } from 'lucide-react'
import { useDeferredValue, useEffect, useId, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Conversation } from '../../../../contract/chat/chat.ts'
import { useConversationActions } from '../../../hooks/useConversationActions.ts'
import { type ConversationFormat, useConversationFiles } from '../../../hooks/useConversationFiles.ts'
import { useConversations } from '../../../hooks/useConversations.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/input.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { ConversationItem } from './ConversationItem.tsx'
import { downloadText } from './downloadText.ts'
import { groupByDay } from './groupByDay.ts'
import { ImportButton } from './ImportButton.tsx'

interface ConversationListProps {
  readonly openId: string | null
  /** Called after a conversation was chosen, for example to close the drawer. */
  readonly onOpened: () => void
}

const searchAfterMs = 250
/** Delay of a deletion; equals the time that the toast with Undo is shown. */
const undoMs = 15_000

/** Loads the list page by page. Deleting is delayed by 15 s and offers Undo. */
export function ConversationList({ openId, onOpened }: ConversationListProps) {
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const query = useSettled(typed, searchAfterMs)
  const { conversations, isPending, error, hasMore, readMore, retry, pending, problem } =
    useConversations(query)
  const { leaving, rename, remove, keep } = useConversationActions()
  const groups = useDeferredValue(groupByDay(conversations.filter(({ id }) => !leaving.has(id))))
  const headingId = useId()

  const { write } = useConversationFiles()
  const save = async ({ id, title }: Conversation, format: ConversationFormat) => {
    try {
      const text = await write(id, format)
      const name = (title || 'conversation').replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '')
      if (text === null) showToast('This conversation no longer exists.', { tone: 'error' })
      else if (format === 'json') downloadText(`${name}.json`, text, 'application/json')
      else downloadText(`${name}.md`, text, 'text/markdown')
    } catch {
      showToast('The conversation could not be loaded. Try again when the backend is back.', {
        tone: 'error',
      })
    }
  }
  const drop = ({ id, title }: Conversation) => {
    remove(id, undoMs, () =>
      showToast('The conversation could not be deleted. It is still there.', { tone: 'error' }),
    )
    if (id === openId) void navigate('/chat/new', { replace: true })
    showToast(`Deleted “${title || 'Untitled'}”`, {
      action: {
        label: 'Undo',
        onClick: () => {
          keep(id)
          if (id === openId) void navigate(`/chat/${id}`)
        },
      },
    })
  }

  return (
    <nav aria-labelledby={headingId} className="flex h-full min-h-0 flex-col">
      <div className="flex h-11 shrink-0 items-center gap-2 px-2">
        <h2 id={headingId} className="mr-auto pl-1 text-xs font-semibold">
          Conversations
        </h2>
        <ImportButton onOpened={onOpened} />
        <Button asChild size="small">
          <Link to="/chat/new" onClick={onOpened}>
            <Plus aria-hidden /> New
          </Link>
        </Button>
      </div>
      <div className="px-2 pb-2">
        <Input
          type="search"
          aria-label="Search conversations"
          placeholder="Search conversations"
          className="h-8 w-full px-2 text-xs"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-auto px-2 pb-2">
        {error !== null && (
          <Alert
            actions={
              <Button size="small" onClick={retry}>
                Retry
              </Button>
            }
          >
            {error.message}
          </Alert>
        )}
        {isPending && error === null && <p className="appear-late p-1 text-muted-foreground">Loading…</p>}
        {!isPending && error === null && groups.length === 0 && (
          <p className="p-1 text-xs text-muted-foreground">
            {query.trim() === ''
              ? 'No conversations yet. Send a message to start one.'
              : 'No conversations match your search.'}
          </p>
        )}
        {groups.map(({ day, items }) => (
          <section key={day} aria-label={day} className="mb-2">
            <h3 className="px-2 py-1 text-xs text-muted-foreground">{day}</h3>
            <ul>
              {items.map((conversation) => (
                <li key={conversation.id}>
                  <ConversationItem
                    conversation={conversation}
                    isOpen={conversation.id === openId}
                    onOpened={onOpened}
                    onRename={(title) => void rename(conversation, title)}
                    onExport={(format) => void save(conversation, format)}
                    onDelete={() => drop(conversation)}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {hasMore && (
          <Button size="small" className="w-full" onClick={readMore}>
            Show older
          </Button>
        )}
      </div>
      {problem !== null && pending > 0 && (
        <output className="flex gap-2 border-t p-2 text-xs text-muted-foreground">
          <CloudUpload aria-hidden className="size-4 shrink-0 text-waiting" />
          {problem === 'storage'
            ? 'Browser storage is not available. Messages that are not saved yet are lost if you close this tab.'
            : 'The latest changes are not saved on the backend yet. They are sent automatically.'}
        </output>
      )}
    </nav>
  )
}

/** Debounces a value. */
function useSettled(value: string, afterMs: number): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs)
    return () => clearTimeout(timer)
  }, [value, afterMs])
  return settled
}
