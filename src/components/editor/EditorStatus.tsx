/** The line below the editor: results of the checks, and the Format button. */
import type { editor as monacoEditor } from 'monaco-editor/editor/editor.api.js'
import { useCallback, useSyncExternalStore } from 'react'
import { Button } from '../ui/button.tsx'
import { monaco } from './monaco.ts'
import { scriptChecks } from './scriptChecks.ts'

interface EditorStatusProps {
  readonly model: monacoEditor.ITextModel | null
  readonly onNextProblem: () => void
  readonly onFormat: () => void
}

/**
 * Subscribes to the type checker's state and to Monaco's markers.
 * @param props.model null until the editor has one; then no problems are counted.
 */
export function EditorStatus({ model, onNextProblem, onFormat }: EditorStatusProps) {
  const state = useSyncExternalStore(scriptChecks.subscribe, scriptChecks.getState)
  const problems = useSyncExternalStore(
    subscribeToMarkers,
    useCallback(() => countProblems(model), [model]),
  )
  return (
    <div className="flex h-8 shrink-0 items-center gap-2 border-t bg-surface px-2 text-xs text-muted-foreground">
      <output aria-label="Checks" className="min-w-0 truncate">
        {state === 'starting' && 'Starting the type checker…'}
        {state === 'failed' && 'The type checker did not start. Scripts still run.'}
        {state === 'ready' && problems === 0 && 'No problems'}
        {state === 'ready' && problems > 0 && (
          <button
            type="button"
            className="text-failed underline"
            title="Go to the next problem"
            onClick={onNextProblem}
          >
            {problems === 1 ? '1 problem' : `${problems} problems`}
          </button>
        )}
      </output>
      {state === 'failed' && (
        <Button size="small" variant="ghost" onClick={() => scriptChecks.restart()}>
          Restart
        </Button>
      )}
      <span className="ml-auto hidden truncate lg:block">{tabHint}</span>
      <Button
        size="small"
        variant="ghost"
        className="ml-auto lg:ml-0"
        aria-keyshortcuts="Shift+Alt+F"
        title="Shift+Alt+F"
        onClick={onFormat}
      >
        Format
      </Button>
    </div>
  )
}

const tabToggle = /^Mac|^iP/.test(navigator.platform) ? '⌃⇧M' : 'Ctrl+M'
/** Tells keyboard users how to leave the editor, because Tab indents. */
export const tabHint = `Tab indents; ${tabToggle} makes it move the focus`

const subscribeToMarkers = (listener: () => void) => {
  const subscription = monaco.editor.onDidChangeMarkers(listener)
  return () => subscription.dispose()
}

/** Counts errors and warnings of the checkers. The marker of a failed run is not a problem of the text. */
function countProblems(model: monacoEditor.ITextModel | null): number {
  if (model === null) return 0
  return monaco.editor
    .getModelMarkers({ resource: model.uri })
    .filter(({ owner, severity }) => owner !== 'run' && severity >= monaco.MarkerSeverity.Warning).length
}
