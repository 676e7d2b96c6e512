/**
 * The actions on a step's code: edit, rerun, open in the editor, save as a script, copy, and open its run.
 */
import { ExternalLink, FilePlus2, PencilLine, RotateCcw, SquarePen } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Input } from '../../ui/input.tsx'
import { useChatContext } from '../ChatContext.ts'
import type { StepDetails } from './useStepDetails.ts'

interface CellActionsProps {
  readonly id: string
  readonly details: StepDetails
}

/** @param props.id The tool call's id, which identifies the step. */
export function CellActions({ id, details: { code, executionId } }: CellActionsProps) {
  const { chat, state, choose, choices, openInEditor } = useChatContext()
  const [isNaming, setIsNaming] = useState(false)
  const busy = state.activity !== 'idle'
  const name = state.conversation.title || 'From the chat'
  const { edited } = choices.get(id) ?? {}
  return (
    <>
      <div className="ml-auto flex items-center">
        <Button
          {...iconButton}
          data-edit={id}
          aria-label="Edit"
          title={edited === undefined ? 'Edit' : 'Edit (your changes are kept)'}
          onClick={() => choose(id, { isEditing: true, showsBody: true, edited: edited ?? code })}
        >
          <SquarePen />
        </Button>
        <Button
          {...iconButton}
          aria-label="Run again"
          title="Run again"
          aria-disabled={busy}
          onClick={() => {
            if (busy) return
            choose(id, { showsFirst: false, showsBody: true })
            chat.rerunStep(id, code)
          }}
        >
          <RotateCcw />
        </Button>
        <Button
          {...iconButton}
          aria-label="Open in editor"
          title="Open in editor"
          onClick={() => openInEditor(name, code)}
        >
          <PencilLine />
        </Button>
        <Button
          {...iconButton}
          aria-label="Save as script"
          title="Save as script"
          aria-expanded={isNaming}
          onClick={() => setIsNaming(!isNaming)}
        >
          <FilePlus2 />
        </Button>
        <CopyButton what="code" text={() => code} />
        {executionId !== null && (
          <Button {...iconButton} asChild>
            <Link
              to={`/history/${encodeURIComponent(executionId)}`}
              aria-label="See in history"
              title="See in history"
            >
              <ExternalLink />
            </Link>
          </Button>
        )}
      </div>
      {isNaming && <NameForm name={name} code={code} onDone={() => setIsNaming(false)} />}
    </>
  )
}

const iconButton = { variant: 'ghost', size: 'smallIcon' } as const

interface NameFormProps {
  readonly name: string
  readonly code: string
  readonly onDone: () => void
}

function NameForm({ name, code, onDone }: NameFormProps) {
  const { saveScript } = useChatContext()
  const [typed, setTyped] = useState(name)
  return (
    <form
      className="flex w-full flex-wrap gap-2 px-2 pb-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim() === '') return
        saveScript(typed.trim(), code)
        onDone()
      }}
    >
      <Input
        // The form opens on a click, so the focus belongs in its field.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label="Script name"
        className="h-8 flex-1"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          onDone()
        }}
      />
      <Button type="submit" size="small" className="h-8" variant="primary">
        Save script
      </Button>
      <Button size="small" className="h-8" onClick={onDone}>
        Cancel
      </Button>
    </form>
  )
}
