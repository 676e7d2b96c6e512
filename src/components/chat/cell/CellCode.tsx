/** The code of a step: shown, folded if it is long and has run well, or in an editor. */
import { Play } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import { useChatContext } from '../ChatContext.ts'
import type { StepDetails } from './useStepDetails.ts'

interface CellCodeProps {
  readonly id: string
  readonly name: string
  readonly details: StepDetails
}

/** Longer code is folded once it has run well. */
const shortLines = 12

/**
 * @param props.id The tool call's id.
 * @param props.name The step's accessible name, such as "Python step 1".
 */
export function CellCode({ id, name, details: { code, state } }: CellCodeProps) {
  const { parts, choices, choose } = useChatContext()
  const choice = choices.get(id) ?? {}
  if (choice.isEditing === true) return <CodeEditing id={id} name={name} code={choice.edited ?? code} />
  if (code === '') return null
  const lines = code.split('\n').length
  const isFoldable = lines > shortLines
  const isOpen = choice.showsCode ?? (!isFoldable || (state !== 'completed' && state !== 'ran'))
  return (
    <div className="border-t bg-background">
      {isOpen && (
        <Scroller className="h-auto max-h-120 p-3">
          {parts.code({ code, isWriting: state === 'writing' })}
        </Scroller>
      )}
      {(isFoldable || !isOpen) && (
        <Button
          variant="link"
          size="inline"
          className="px-3 py-1.5 text-xs"
          aria-expanded={isOpen}
          onClick={() => choose(id, { showsCode: !isOpen })}
        >
          {isOpen ? 'Hide the code' : `Show the code (${lines} lines)`}
        </Button>
      )}
    </div>
  )
}

function CodeEditing({
  id,
  name,
  code,
}: {
  readonly id: string
  readonly name: string
  readonly code: string
}) {
  const { chat, state, parts, choose } = useChatContext()
  const busy = state.activity !== 'idle'
  // The editor is removed. Without this, the focus would fall back to the top of the page.
  const leave = () => document.querySelector<HTMLElement>(`[data-edit="${CSS.escape(id)}"]`)?.focus()
  const run = () => {
    if (busy || code.trim() === '') return
    leave()
    choose(id, { isEditing: false, showsFirst: false })
    chat.rerunStep(id, code)
  }
  // The edited code is kept for the next time.
  const cancel = () => {
    leave()
    choose(id, { isEditing: false })
  }
  const height = Math.min(24, Math.max(5, code.split('\n').length + 1)) * 20 + 16
  return (
    <div
      role="presentation"
      className="border-t"
      onKeyDown={(event) => {
        if (event.defaultPrevented) return
        if (event.key === 'Escape') {
          event.preventDefault()
          cancel()
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          run()
        }
      }}
    >
      <div style={{ height }}>
        {parts.editor({
          label: `Code of ${name}`,
          code,
          onChange: (edited) => choose(id, { edited }),
          onRun: run,
          onStop: cancel,
        })}
      </div>
      <div className="flex flex-wrap items-center gap-2 border-t p-2">
        <Button
          variant="primary"
          size="small"
          aria-disabled={busy}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          title="Ctrl+Enter or ⌘+Enter"
          onClick={run}
        >
          <Play aria-hidden /> Run
        </Button>
        <Button size="small" aria-keyshortcuts="Escape" title="Esc" onClick={cancel}>
          Cancel
        </Button>
        <span className="text-xs text-muted-foreground">
          {busy ? 'Another step is running. Wait until it ends.' : 'The assistant does not see this run.'}
        </span>
      </div>
    </div>
  )
}
