/**
 * The editor of a script: a plain text field at first, replaced by Monaco once Python is up and Monaco has
 * loaded.
 */
import { Suspense, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useAfterPython } from '../../hooks/useAfterPython.ts'
import { useDarkTheme } from '../../hooks/useDarkTheme.ts'
import { PanelBoundary } from '../ui/panel-boundary.tsx'
import { lazyPart } from '../ui/lazy-part.ts'
import type { ScriptEditorProps, TakeFocus } from './ScriptEditorProps.ts'

/** Pause in typing after which Monaco may replace the plain field. */
const pauseMs = 500

const isRecent = (timeMs: number): boolean => performance.now() - timeMs < pauseMs

const MonacoEditor = lazyPart(async () => ({ default: (await import('./MonacoEditor.tsx')).MonacoEditor }))

/**
 * Edits one script, or shows it read-only if `onChange` is absent.
 * If Monaco cannot be loaded, the plain field stays and works.
 */
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

  /** The selection of the plain field when it was removed, if it had the focus. */
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

  /** Waits for a pause: a swap would lose a word in composition, or a key pressed between the two fields. */
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
      {/* If Monaco cannot be loaded, the plain field stays. */}
      <PanelBoundary name="The editor" fallback={null}>
        {/* Hidden until ready, so that screen readers never find two fields of one name. */}
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
