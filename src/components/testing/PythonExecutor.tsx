/** The workbench of one script: examples, editor, Execute and Stop, and what came of the run. */
import { Play, Square } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { limits } from '../../../contract/workerProtocol.ts'
import { useMediaQuery } from '../../hooks/useMediaQuery.ts'
import { useOpenScript } from '../../hooks/useOpenScript.ts'
import { usePythonRunner } from '../../hooks/usePythonRunner.ts'
import type { PythonRunner } from '../../hooks/usePythonRunner.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { ExecutorPanes } from './ExecutorPanes.tsx'
import type { PaneName } from './paneNames.ts'
import { RunPlaceChoice } from './RunPlaceChoice.tsx'
import { RunStatus } from './RunStatus.tsx'

type Run = PythonRunner['run']

/** The parts that other rooms own; the page puts them in. */
export interface PythonExecutorParts {
  readonly examples: (slot: { readonly onOpened: () => void }) => ReactNode
  readonly editor: (slot: {
    readonly code: string
    readonly onChange: (code: string) => void
    readonly onRun: () => void
    readonly onStop: () => void
    readonly failure: { readonly line: number; readonly message: string } | null
    readonly reveal: { readonly line: number } | null
  }) => ReactNode
  readonly output: (slot: {
    readonly run: Run
    readonly onLine: (line: number) => void
    readonly onAnswer: (inputId: number, text: string) => void
  }) => ReactNode
  readonly result: (slot: { readonly run: Run }) => ReactNode
  readonly toolCalls: (slot: { readonly run: Run }) => ReactNode
}

export function PythonExecutor({ parts }: { readonly parts: PythonExecutorParts }) {
  const runner = usePythonRunner()
  const { script, setCode } = useOpenScript()
  const [pane, setPane] = useState<PaneName>('Script')
  const [reveal, setReveal] = useState<{ readonly line: number } | null>(null)
  const wide = useMediaQuery('(min-width: 56rem)')
  const { run, status, execute, stop, answer } = runner
  const busy = run !== null && run.phase !== 'ended'
  // The log could not keep it whole.
  const isTooLong = script.code.length > limits.codeCharacters
  const canRun = !busy && status !== 'failed' && !isTooLong && script.code.trim() !== ''

  const executeScript = () => {
    if (!canRun) return
    // To set it again would draw the page while Python has better things to do.
    if (pane !== 'Output') setPane('Output')
    const { code, workflowId } = script
    execute({ code, source: 'direct', workflowId, conversationId: null, messageId: null })
  }
  const stopScript = () => {
    if (busy) stop()
  }

  // Marked only while the editor shows what was run: any edit may have moved the line.
  const failure = useMemo(() => failureOf(run, script.code), [run, script.code])

  useWindowKeys((event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      executeScript()
    } else if (event.key === 'Escape') stopScript()
  })

  const onLine = useCallback((line: number) => {
    setPane('Script')
    setReveal({ line })
  }, [])
  const onRun = useStable(executeScript)
  const onStop = useStable(stopScript)
  const onOpened = useStable(() => setPane('Script'))
  // A run changes many times a second: what does not show it is left alone by that, the panes above all.
  const examples = useMemo(() => parts.examples({ onOpened }), [parts, onOpened])
  const editor = useMemo(
    () => parts.editor({ code: script.code, onChange: setCode, onRun, onStop, failure, reveal }),
    [parts, script.code, setCode, onRun, onStop, failure, reveal],
  )
  const shown = useMemo(
    () => ({
      Output: <RunPart draw={(run) => parts.output({ run, onLine, onAnswer: answer })} />,
      Result: <RunPart draw={(run) => parts.result({ run })} />,
      'Tool calls': <RunPart draw={(run) => parts.toolCalls({ run })} />,
    }),
    [parts, onLine, answer],
  )
  const contents = useMemo(
    () => ({ Examples: examples, Script: editor, ...shown }),
    [examples, editor, shown],
  )

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5">
        <h1 className="sr-only">Scripts</h1>
        <Button
          variant="primary"
          aria-disabled={!canRun}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          title="Ctrl+Enter or ⌘+Enter"
          onClick={executeScript}
        >
          <Play aria-hidden /> Execute Python
        </Button>
        <Button aria-disabled={!busy} aria-keyshortcuts="Escape" title="Esc" onClick={stopScript}>
          <Square aria-hidden /> Stop
        </Button>
        <RunPlaceChoice busy={busy} />
        <RunStatus runner={runner} />
        <span className="ml-auto hidden max-w-60 truncate text-xs text-muted-foreground lg:block">
          {script.name}
        </span>
      </div>
      {runner.interpreter.phase === 'failed' && (
        <Alert
          className="m-3"
          actions={
            <Button size="small" onClick={runner.restart}>
              Start Python again
            </Button>
          }
        >
          {runner.interpreter.message}
        </Alert>
      )}
      {isTooLong && (
        <Alert className="m-3">
          This script has {script.code.length.toLocaleString()} characters; at most{' '}
          {limits.codeCharacters.toLocaleString()} can be run and logged. Shorten it, or fetch large data with
          a tool.
        </Alert>
      )}
      <div className="min-h-0 flex-1">
        <ExecutorPanes wide={wide} pane={pane} onPane={setPane} contents={contents} />
      </div>
    </div>
  )
}

/** A part that is drawn when the run changes. */
function RunPart({ draw }: { readonly draw: (run: Run) => ReactNode }) {
  return draw(usePythonRunner().run)
}

function failureOf(run: Run, code: string): { line: number; message: string } | null {
  const outcome = run?.outcome
  if (outcome?.status !== 'failed' || outcome.line === null || run?.code !== code) return null
  // Where a script was when it was stopped is no fault of that line.
  if (outcome.code === 'stopped') return null
  return { line: outcome.line, message: outcome.message }
}

/** A function that stays the same and does what the latest one would. */
function useStable(action: () => void): () => void {
  const latest = useRef(action)
  useLayoutEffect(() => {
    latest.current = action
  })
  return useCallback(() => latest.current(), [])
}

/** Keys of the whole page, wherever the focus is; what a menu or the editor took for itself is left alone. */
function useWindowKeys(handle: (event: KeyboardEvent) => void): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (!event.defaultPrevented) handle(event)
    }
    addEventListener('keydown', listener)
    return () => removeEventListener('keydown', listener)
  })
}
