/** Monaco around one script. A separate file, so that it is loaded after the first paint. */
import { Editor } from '@monaco-editor/react'
import type { OnMount } from '@monaco-editor/react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { usePackageSource } from '../../hooks/usePackageSource.ts'
import { EditorStatus, tabHint } from './EditorStatus.tsx'
import { monaco } from './monaco.ts'
import { registerCheckerFeatures } from './registerCheckerFeatures.ts'
import { registerFormatter } from './registerFormatter.ts'
import { scriptChecks } from './scriptChecks.ts'
import type { ScriptEditorProps, TakeFocus } from './ScriptEditorProps.ts'

type CodeEditor = Parameters<OnMount>[0]
type Model = NonNullable<ReturnType<CodeEditor['getModel']>>

interface MonacoEditorProps extends ScriptEditorProps {
  /** Called once, when Monaco accepts input. */
  readonly onReady: (takeFocus: TakeFocus) => void
  readonly dark: boolean
}

registerCheckerFeatures()
registerFormatter()

const options = {
  automaticLayout: true,
  // Only Chromium has the EditContext API. A textarea makes typing behave the same in every browser.
  editContext: false,
  fixedOverflowWidgets: true,
  fontFamily: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSize: 13,
  lineHeight: 20,
  lineNumbersMinChars: 3,
  minimap: { enabled: false },
  padding: { top: 8, bottom: 8 },
  renderLineHighlight: 'line',
  scrollBeyondLastLine: false,
  tabSize: 4,
  wordWrap: 'on',
} as const

/** True if Escape would close nothing in Monaco, as a condition in its `when` language. */
const nothingToClose = [
  'editorHasMultipleSelections',
  'findWidgetVisible',
  'inSnippetMode',
  'markersNavigationVisible',
  'parameterHintsVisible',
  'renameInputVisible',
  'suggestWidgetVisible',
]
  .map((open) => `!${open}`)
  .join(' && ')

/**
 * Use it through `ScriptEditor`, which shows a plain field until this one has loaded.
 * Each `scriptId` has its own model and undo history.
 */
export function MonacoEditor({
  label,
  scriptId,
  code,
  onChange,
  onRun,
  onStop,
  failure,
  reveal,
  dark,
  onReady,
}: MonacoEditorProps) {
  const { explainImports } = usePackageSource()
  const [editor, setEditor] = useState<CodeEditor | null>(null)
  const [model, setModel] = useState<Model | null>(null)
  // Monaco's callbacks are registered once, so they read the latest props from here.
  const latest = useRef({ code, onChange, onRun, onStop, onReady })
  useLayoutEffect(() => {
    latest.current = { code, onChange, onRun, onStop, onReady }
  })

  const change = useCallback((value = '') => latest.current.onChange?.(value), [])
  const mount: OnMount = useCallback((mounted) => {
    mounted.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => latest.current.onRun?.())
    // Monaco swallows Escape even if it does nothing with it.
    mounted.addCommand(monaco.KeyCode.Escape, () => latest.current.onStop?.(), nothingToClose)
    insertWhole(mounted)
    // The user may have typed in the plain field while Monaco was being created.
    if (mounted.getValue() !== latest.current.code) mounted.setValue(latest.current.code)
    // Monaco's default key for this differs on Linux.
    mounted.addCommand(monaco.KeyMod.Shift | monaco.KeyMod.Alt | monaco.KeyCode.KeyF, () => format(mounted))
    mounted.onDidChangeModel(() => {
      describe(mounted)
      setModel(mounted.getModel())
    })
    describe(mounted)
    setModel(mounted.getModel())
    setEditor(mounted)
    latest.current.onReady(({ start, end }) => {
      const model = mounted.getModel()
      if (model === null) return
      mounted.setSelection(monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end)))
      mounted.focus()
    })
  }, [])

  useEffect(
    () => (scriptId === undefined || model === null ? undefined : scriptChecks.watch(model, explainImports)),
    [scriptId, model, explainImports],
  )

  useEffect(() => {
    if (editor === null || scriptId === undefined) return undefined
    // The user was already typing in the plain field.
    if (editor.hasTextFocus()) scriptChecks.start()
    const focusing = editor.onDidFocusEditorText(() => scriptChecks.start())
    return () => focusing.dispose()
  }, [editor, scriptId])

  useEffect(() => {
    if (!editor || !model || failure === null || failure.line > model.getLineCount()) return undefined
    const range = new monaco.Range(failure.line, 1, failure.line, model.getLineMaxColumn(failure.line))
    const decorations = editor.createDecorationsCollection([
      {
        range,
        options: {
          isWholeLine: true,
          className: 'failed-line',
          linesDecorationsClassName: 'failed-line-mark',
        },
      },
    ])
    monaco.editor.setModelMarkers(model, 'run', [
      {
        startLineNumber: range.startLineNumber,
        startColumn: range.startColumn,
        endLineNumber: range.endLineNumber,
        endColumn: range.endColumn,
        message: failure.message,
        severity: monaco.MarkerSeverity.Error,
      },
    ])
    return () => {
      decorations.clear()
      if (!model.isDisposed()) monaco.editor.setModelMarkers(model, 'run', [])
    }
  }, [editor, model, failure])

  useEffect(() => {
    if (!editor || reveal === null) return
    editor.setPosition({ lineNumber: reveal.line, column: 1 })
    editor.revealLineInCenter(reveal.line)
    editor.focus()
  }, [editor, reveal])

  const readOnly = onChange === undefined
  const ownOptions = useMemo(() => ({ ...options, ariaLabel: label, readOnly }), [label, readOnly])

  return (
    <div className="flex h-full flex-col">
      <div className="min-h-0 flex-1">
        <Editor
          // Monaco's menus are rendered outside the editor; this class gives them the theme's colours.
          className="monaco-component"
          language="python"
          loading={null}
          value={code}
          theme={dark ? 'workbench-dark' : 'workbench-light'}
          options={ownOptions}
          onChange={change}
          onMount={mount}
          {...(scriptId === undefined ? {} : { path: `file:///${scriptId}/script.py` })}
        />
      </div>
      {editor !== null && scriptId !== undefined && (
        <EditorStatus
          model={model}
          onNextProblem={() => {
            editor.focus()
            editor.trigger('status', 'editor.action.marker.next', null)
          }}
          onFormat={() => format(editor)}
        />
      )}
    </div>
  )
}

function format(editor: CodeEditor): void {
  void editor.getAction('editor.action.formatDocument')?.run()
}

/** Tells screen readers how to leave the field. Monaco recreates it for each script. */
function describe(editor: CodeEditor): void {
  if (editor.getOption(monaco.editor.EditorOption.readOnly)) return
  editor.getDomNode()?.querySelector('textarea')?.setAttribute('aria-description', tabHint)
}

/**
 * Inserts text that arrives in one piece, as from dictation or a snippet tool, unchanged. Treated as typing,
 * it would get extra closing brackets and indentation.
 */
function insertWhole(editor: CodeEditor): void {
  const insert = (event: InputEvent) => {
    const { data } = event
    if (event.inputType !== 'insertText' || data === null || data.length < 2) return
    event.preventDefault()
    event.stopPropagation()
    editor.trigger('keyboard', 'paste', { text: data, pasteOnNewLine: false })
  }
  // Monaco recreates its own element for each script; the container stays.
  editor.getContainerDomNode().addEventListener('beforeinput', insert, { capture: true })
}
