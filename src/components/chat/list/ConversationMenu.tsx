/** The menu of one conversation in the list: rename, export, delete. */
import { FileJson, FileText, MoreHorizontal, PencilLine, Trash2 } from 'lucide-react'
import type { Conversation } from '../../../../contract/chat/chat.ts'
import type { ConversationFormat } from '../../../hooks/useConversationFiles.ts'
import { Button } from '../../ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../../ui/dropdown-menu.tsx'

interface ConversationMenuProps {
  readonly conversation: Conversation
  readonly isWanted: boolean
  readonly onRename: () => void
  readonly onExport: (format: ConversationFormat) => void
  readonly onDelete: () => void
}

/**
 * Loaded on demand.
 * @param props.isWanted Opens at once, because the user clicked while it was loading.
 */
export function ConversationMenu({
  conversation,
  isWanted,
  onRename,
  onExport,
  onDelete,
}: ConversationMenuProps) {
  return (
    <DropdownMenu defaultOpen={isWanted}>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="smallIcon"
          className="opacity-60 group-hover:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100"
          aria-label={`Menu of ${conversation.title || 'Untitled'}`}
        >
          <MoreHorizontal />
        </Button>
      </DropdownMenuTrigger>
      {/* Radix would move the focus back to the button, away from the rename field. */}
      <DropdownMenuContent onCloseAutoFocus={(event) => event.preventDefault()}>
        <DropdownMenuItem onSelect={onRename}>
          <PencilLine aria-hidden /> Rename
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => onExport('markdown')}>
          <FileText aria-hidden /> Export as Markdown
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => onExport('json')}>
          <FileJson aria-hidden /> Export as JSON
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={onDelete}>
          <Trash2 aria-hidden /> Delete
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
