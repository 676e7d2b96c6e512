/** The controls beside the message field: the conversation's options and the microphone. */
import { SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import type { HeldChat } from '../../../hooks/useChat.ts'
import type { DictationField } from '../../../hooks/useDictation.ts'
import { Button } from '../../ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '../../ui/popover.tsx'
import { BuiltInSwitch } from './BuiltInSwitch.tsx'
import { Microphone } from './Microphone.tsx'

interface ComposerMenuProps {
  readonly held: HeldChat
  readonly runPlace: (slot: { readonly busy: boolean }) => ReactNode
  readonly approvals: () => ReactNode
  /** The field that dictation writes to. */
  readonly spoken: Omit<DictationField, 'mayAskService'>
}

/**
 * Options apply to this conversation, except for the place of runs and the approvals, which are preferences.
 */
export function ComposerMenu({
  held: { state, chat, isLoading },
  runPlace,
  approvals,
  spoken,
}: ComposerMenuProps) {
  const { allowed_tools = [], allowed_hosts = [] } = state?.conversation.metadata ?? {}
  const allowed = [...allowed_tools, ...allowed_hosts]
  const usesBuiltInModel = state?.conversation.metadata.uses_built_in_model === true
  return (
    <>
      <Popover>
        <PopoverTrigger asChild>
          <Button variant="ghost" size="small" className="h-8" aria-label="Chat options">
            <SlidersHorizontal aria-hidden /> <span className="hidden sm:inline">Options</span>
          </Button>
        </PopoverTrigger>
        <PopoverContent aria-label="Chat options" side="top">
          <div className="space-y-1">
            <p className="font-medium">Run Python</p>
            {runPlace({ busy: isLoading })}
          </div>
          {approvals()}
          {chat !== null && (
            <BuiltInSwitch
              isOn={usesBuiltInModel}
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
      <Microphone {...spoken} usesBuiltInModel={usesBuiltInModel} />
    </>
  )
}
