/** How this conversation works: where its Python runs, and what it asks about before it acts. */
import { SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import type { HeldChat } from '../../hooks/useChat.ts'
import { Button } from '../ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover.tsx'
import { BuiltInSwitch } from './BuiltInSwitch.tsx'

interface ComposerMenuProps {
  readonly held: HeldChat
  readonly runPlace: (slot: { readonly busy: boolean }) => ReactNode
  readonly approvals: () => ReactNode
}

export function ComposerMenu({ held: { state, chat, isLoading }, runPlace, approvals }: ComposerMenuProps) {
  const allowed = state?.conversation.metadata.allowed_tools ?? []
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="small" className="h-8" aria-label="Options of the chat">
          <SlidersHorizontal aria-hidden /> <span className="hidden sm:inline">Options</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Options of the chat" side="top">
        <div className="space-y-1">
          <p className="font-medium">Python runs</p>
          {runPlace({ busy: isLoading })}
        </div>
        {approvals()}
        {chat !== null && (
          <BuiltInSwitch
            isOn={state?.conversation.metadata.uses_built_in_model === true}
            disabled={isLoading}
            onSwitch={(isOn) => chat.setBuiltInModel(isOn)}
          />
        )}
        {allowed.length > 0 && (
          <p className="text-xs text-muted-foreground">
            Always allowed in this conversation: <span className="font-mono">{allowed.join(', ')}</span>.
          </p>
        )}
      </PopoverContent>
    </Popover>
  )
}
