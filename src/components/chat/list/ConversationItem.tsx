/** One conversation of the list: a link, and its menu. */
import { MoreHorizontal } from 'lucide-react'
import { Suspense, useState } from 'react'
import { Link } from 'react-router'
import type { Conversation } from '../../../../contract/chat/chat.ts'
import type { ConversationFormat } from '../../../hooks/useConversationFiles.ts'
import { formatWhen } from '../../../../lib/formatWhen.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/input.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'

const ConversationMenu = lazyPart(async () => ({
  default: (await import('./ConversationMenu.tsx')).ConversationMenu,
}))

interface ConversationItemProps {
  readonly conversation: Conversation
  readonly isOpen: boolean
  readonly onOpened: () => void
  readonly onRename: (title: string) => void
  readonly onExport: (format: ConversationFormat) => void
  readonly onDelete: () => void
}

export function ConversationItem(props: ConversationItemProps) {
  const { conversation, isOpen, onOpened, onRename, onExport, onDelete } = props
  const [isRenaming, setIsRenaming] = useState(false)
  const [isMenuWanted, setIsMenuWanted] = useState(false)
  const title = conversation.title || 'Untitled'
  if (isRenaming) {
    return <RenameForm title={title} onRename={onRename} onDone={() => setIsRenaming(false)} />
  }
  return (
    <div
      className={`group flex items-center rounded-md hover:bg-muted ${isOpen ? 'bg-muted font-medium' : ''}`}
    >
      <Link
        to={`/chat/${conversation.id}`}
        aria-current={isOpen ? 'page' : undefined}
        title={`${title}, ${formatWhen(conversation.updated_at)}`}
        className="min-w-0 flex-1 truncate rounded-md py-1.5 pl-2 -outline-offset-2"
        onClick={onOpened}
      >
        {title}
      </Link>
      <Suspense
        fallback={
          <Button
            variant="ghost"
            size="smallIcon"
            aria-label={`Menu of ${title}`}
            onClick={() => setIsMenuWanted(true)}
          >
            <MoreHorizontal />
          </Button>
        }
      >
        <ConversationMenu
          conversation={conversation}
          isWanted={isMenuWanted}
          onRename={() => setIsRenaming(true)}
          onExport={onExport}
          onDelete={onDelete}
        />
      </Suspense>
    </div>
  )
}

interface RenameFormProps {
  readonly title: string
  readonly onRename: (title: string) => void
  readonly onDone: () => void
}

function RenameForm({ title, onRename, onDone }: RenameFormProps) {
  const [typed, setTyped] = useState(title)
  const finish = () => {
    if (typed.trim() !== '' && typed.trim() !== title) onRename(typed)
    onDone()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        finish()
      }}
    >
      <Input
        // Rename was chosen just now, so the focus belongs in the field.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label={`New title of ${title}`}
        className="h-8 w-full px-2"
        maxLength={200}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onFocus={({ target }) => target.select()}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone()
        }}
      />
    </form>
  )
}
