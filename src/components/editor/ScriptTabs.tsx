/** The open scripts as tabs. Arrows move, F2 or a double click renames, Delete or a middle click closes. */
import { Plus, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { useOpenScripts } from '../../hooks/useOpenScripts.ts'
import { cn } from '../ui/cn.ts'
import { Button } from '../ui/button.tsx'
import { showToast } from '../ui/show-toast.ts'
import { ScriptNameField } from './ScriptNameField.tsx'

/**
 * Closing a script offers Undo.
 * @param props.panelId The id of the element that holds the editor.
 */
export function ScriptTabs({ panelId }: { readonly panelId: string }) {
  const { scripts, activeId, activate, create, close, rename } = useOpenScripts()
  const [renamedId, setRenamedId] = useState<string | null>(null)
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const active = list.current?.querySelector('[aria-selected=true]')
    active?.parentElement?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [activeId])

  // The target of the focus is rendered by the change. Focusing a frame later would lose a key.
  const createScript = () => {
    flushSync(create)
    document.getElementById(panelId)?.querySelector('textarea')?.focus()
  }

  const changeAndFocusTab = (change: () => void) => {
    flushSync(change)
    list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus()
  }

  const closeScript = (id: string) => {
    const script = scripts.find((open) => open.id === id)
    const undo = close(id)
    if (script === undefined || script.code.trim() === '') return
    showToast(`Closed “${script.name}”`, { action: { label: 'Undo', onClick: undo } })
  }

  const steer = (event: KeyboardEvent, index: number, id: string) => {
    const last = scripts.length - 1
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: index === 0 ? last : index - 1,
      ArrowRight: index === last ? 0 : index + 1,
      Home: 0,
      End: last,
    }
    const target = scripts[targets[event.key] ?? -1]
    if (target) changeAndFocusTab(() => activate(target.id))
    else if (event.key === 'Delete') changeAndFocusTab(() => closeScript(id))
    else if (event.key === 'F2') setRenamedId(id)
    else return
    event.preventDefault()
  }

  return (
    <div className="flex h-full items-stretch">
      <div ref={list} role="tablist" aria-label="Open scripts" className="flex min-w-0 overflow-x-auto">
        {scripts.map(({ id, name }, index) => {
          const isActive = id === activeId
          return (
            <div
              key={id}
              role="presentation"
              // Prevents autoscroll, and paste on Linux.
              onMouseDown={(event) => event.button === 1 && event.preventDefault()}
              onAuxClick={(event) => event.button === 1 && closeScript(id)}
              className={cn(
                'group flex max-w-52 min-w-24 shrink-0 items-center border-r border-b-2 pr-1',
                isActive ? 'border-b-primary bg-surface' : 'border-b-transparent text-muted-foreground',
              )}
            >
              {renamedId === id ? (
                <ScriptNameField
                  name={name}
                  onDone={(next, by) => {
                    const end = () => {
                      if (next !== null) rename(id, next)
                      setRenamedId(null)
                    }
                    // After a click elsewhere, the focus is already where the user wants it.
                    if (by === 'key') changeAndFocusTab(end)
                    else end()
                  }}
                />
              ) : (
                <button
                  type="button"
                  role="tab"
                  id={`tab-${id}`}
                  aria-selected={isActive}
                  aria-controls={panelId}
                  aria-keyshortcuts="Delete F2"
                  tabIndex={isActive ? 0 : -1}
                  title={`${name} (double click to rename)`}
                  className="min-w-0 flex-1 truncate py-1 pl-3 text-left text-xs -outline-offset-2"
                  onClick={() => activate(id)}
                  onDoubleClick={() => setRenamedId(id)}
                  onKeyDown={(event) => steer(event, index, id)}
                >
                  {name}
                </button>
              )}
              <Button
                variant="ghost"
                size="smallIcon"
                className="size-6"
                // Pointer only: a tablist may contain tabs only, and the keyboard has Delete.
                tabIndex={-1}
                aria-hidden
                title={`Close ${name}`}
                onClick={() => closeScript(id)}
              >
                <X aria-hidden className="size-3.5!" />
              </Button>
            </div>
          )
        })}
      </div>
      {/* For touch screen readers, which have no Delete key. */}
      <button type="button" className="sr-only" tabIndex={-1} onClick={() => closeScript(activeId)}>
        Close {scripts.find(({ id }) => id === activeId)?.name}
      </button>
      <Button
        variant="ghost"
        size="smallIcon"
        className="m-1"
        aria-label="New script"
        title="New script"
        onClick={createScript}
      >
        <Plus aria-hidden />
      </Button>
    </div>
  )
}
