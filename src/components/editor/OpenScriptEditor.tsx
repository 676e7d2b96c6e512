/** The tabs of the open scripts, and the editor of the active one. */
import { Suspense, useEffect } from 'react'
import { useOpenScripts } from '../../hooks/useOpenScripts.ts'
import { PanelBoundary } from '../ui/panel-boundary.tsx'
import { showToast } from '../ui/show-toast.ts'
import { ScriptEditor } from './ScriptEditor.tsx'
import type { ScriptEditorProps } from './ScriptEditorProps.ts'
import { lazyPart } from '../ui/lazy-part.ts'
import { tellUnsaved } from './tellUnsaved.ts'

// Not needed for the first paint.
const ScriptTabs = lazyPart(async () => ({ default: (await import('./ScriptTabs.tsx')).ScriptTabs }))

type OpenScriptEditorProps = Omit<ScriptEditorProps, 'label' | 'scriptId'>

/**
 * Registers Ctrl/Cmd+S for the whole page. Changes are saved anyway; the key saves at once and confirms it.
 */
export function OpenScriptEditor(props: OpenScriptEditorProps) {
  const { activeId, save } = useOpenScripts()

  useEffect(() => {
    const saveByKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return
      event.preventDefault()
      void save().then((isSaved) => {
        if (isSaved) showToast('Saved', { description: 'Every change is saved in this browser.' })
        else tellUnsaved()
      })
    }
    addEventListener('keydown', saveByKey)
    return () => removeEventListener('keydown', saveByKey)
  }, [save])

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="h-9 shrink-0 border-b bg-background">
        <PanelBoundary name="The tabs" fallback={null}>
          <Suspense fallback={null}>
            <ScriptTabs panelId={panelId} />
          </Suspense>
        </PanelBoundary>
      </div>
      <div id={panelId} role="tabpanel" aria-labelledby={`tab-${activeId}`} className="min-h-0 flex-1">
        <ScriptEditor {...props} label="Python script" scriptId={activeId} />
      </div>
    </div>
  )
}

const panelId = 'open-script'
