/** Where a script is written: a plain text field at once, Monaco in its place once Python is up and it is loaded. */
import { Suspense, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useAfterPython } from '../../hooks/useAfterPython.ts'
import { useDarkTheme } from '../../hooks/useDarkTheme.ts'
import { PanelBoundary } from '../ui/panel-boundary.tsx'
import { lazyPart } from '../ui/lazy-part.ts'
import type { ScriptEditorProps, TakeFocus } from './ScriptEditorProps.ts'

/** How long somebody has to pause before Monaco comes in place of the plain field. */
const pauseMs = 500

const isRecent = (timeMs: number): boolean => performance.now() - timeMs < pauseMs

const MonacoEditor = lazyPart(async () => ({ default: (await import('./MonacoEditor.tsx')).MonacoEditor }))

export function ScriptEditor(props: ScriptEditorProps) {
  const dark = useDarkTheme()
  const isMonacoDue = useAfterPython()
  const [ready, setReady] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const usedAt = useRef(0)
  const isComposing = useRef(false)
  const noteUse = () => {
    usedAt.current = performance.now()
  }

  /** What was selected in the plain field when it went, if it had the focus. */
  const left = useRef<Parameters<TakeFocus>[0] | null>(null)
  const takeFocus = useRef<TakeFocus | null>(null)
  const holdField = useCallback((element: HTMLTextAreaElement) => {
    field.current = element
    return () => {
      if (document.activeElement === element) {
        left.current = { start: element.selectionStart, end: element.selectionEnd }
      }
      field.current = null
    }
  }, [])
  useLayoutEffect(() => {
    if (ready && left.current !== null) takeFocus.current?.(left.current)
    left.current = null
  }, [ready])

  /** Nobody's typing is interrupted: a word that is being composed would be lost, and a key between two fields too. */
  const putMonacoInPlace = (taking: TakeFocus) => {
    takeFocus.current = taking
    const isFocused = field.current !== null && document.activeElement === field.current
    if (isFocused && (isComposing.current || isRecent(usedAt.current))) {
      setTimeout(() => putMonacoInPlace(taking), pauseMs)
    } else setReady(true)
  }

  return (
    <div className="relative h-full min-h-0 overflow-hidden">
      {!ready && (
        <textarea
          ref={holdField}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- where it was asked for
          autoFocus={props.takesFocus}
          aria-label={props.label}
          spellCheck={false}
          autoCapitalize="off"
          className="absolute inset-0 z-10 resize-none bg-surface py-2 pr-3 pl-[54px] font-mono text-[13px] leading-5 -outline-offset-2"
          value={props.code}
          readOnly={!props.onChange}
          onChange={(event) => {
            noteUse()
            props.onChange?.(event.target.value)
          }}
          onFocus={noteUse}
          onKeyDown={noteUse}
          onPointerDown={noteUse}
          onSelect={noteUse}
          onCompositionStart={() => (isComposing.current = true)}
          onCompositionEnd={() => (isComposing.current = false)}
        />
      )}
      {/* Where Monaco cannot be loaded, the plain field stays and works. */}
      <PanelBoundary name="The editor" fallback={null}>
        {/* Never two fields of one name, also while Monaco is being made. */}
        <div className="h-full" aria-hidden={!ready}>
          {isMonacoDue && (
            <Suspense fallback={null}>
              <MonacoEditor {...props} dark={dark} onReady={putMonacoInPlace} />
            </Suspense>
          )}
        </div>
      </PanelBoundary>
    </div>
  )
}
