/** The workbench of one script: examples, editor, Execute and Stop, and the outcome of the run. */
import { Play, Square } from 'lucide-react'
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { limits } from '../../../contract/run/workerProtocol.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'
import { viewRun, type RunView } from '../../../run/journal/viewRun.ts'
import { useMediaQuery } from '../../hooks/useMediaQuery.ts'
import { useOpenScript } from '../../hooks/useOpenScript.ts'
import { useOpenScripts } from '../../hooks/useOpenScripts.ts'
import { usePythonRunner } from '../../hooks/usePythonRunner.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { ExecutorPanes } from './ExecutorPanes.tsx'
import type { PaneName } from './paneNames.ts'
import { RunPlaceChoice } from './RunPlaceChoice.tsx'
import { RunStatus } from './RunStatus.tsx'

/** Parts from other folders, which the page passes in, so that components/testing imports none of them. */
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
    readonly view: RunView | null
    /** Goes to a line of the traceback. Absent if the script was closed or edited since the run. */
    readonly onLine?: (line: number) => void
    readonly onAnswer: (inputId: number, text: string | null) => void
  }) => ReactNode
  readonly result: (slot: { readonly view: RunView | null }) => ReactNode
  readonly toolCalls: (slot: { readonly view: RunView | null }) => ReactNode
}

/**
 * The whole Scripts page. Registers Ctrl/Cmd+Enter (run) and Escape (stop) for the window.
 * @param props.parts Must be stable: a new object rerenders every pane.
 */
export function PythonExecutor({ parts }: { readonly parts: PythonExecutorParts }) {
  const runner = usePythonRunner()
  const { script, setCode } = useOpenScript()
  const { scripts, activate } = useOpenScripts()
  const [pane, setPane] = useState<PaneName>('Script')
  const [reveal, setReveal] = useState<{ readonly line: number } | null>(null)
  const wide = useMediaQuery('(min-width: 56rem)')
  const { run, status, execute, stop, answer } = runner
  const busy = run !== null && run.phase !== 'ended'
  // A longer script could not be logged in full.
  const isTooLong = script.code.length > limits.codeCharacters
  const canRun = !busy && status !== 'failed' && !isTooLong && script.code.trim() !== ''

  const executeScript = () => {
    if (!canRun) return
    const { code, workflowId } = script
    execute({ code, source: 'direct', workflowId, conversationId: null, messageId: null })
  }
  const stopScript = () => {
    if (busy) stop()
  }

  // On a phone, a new run brings its output to the front, even if it was started on another page.
  const busyWith = busy ? run.executionId : null
  const [shownRun, setShownRun] = useState<string | null>(null)
  if (!wide && busyWith !== null && busyWith !== shownRun) {
    setShownRun(busyWith)
    setPane('Output')
  }

  // The line is marked only while the code is unchanged: an edit may have moved it.
  const view = run && viewRun(run)
  const failure = view?.code === script.code ? view.fault : null

  // The script that ran may be in another tab by now.
  const failedCode = view?.failure ? view.code : null
  const failedId = [script, ...scripts].find(({ code }) => code === failedCode)?.id
  const onLine = useMemo(() => {
    if (failedId === undefined) return undefined
    return (line: number) => {
      activate(failedId)
      setPane('Script')
      setReveal({ line })
    }
  }, [failedId, activate])
  const onRun = useStable(executeScript)
  const onStop = useStable(stopScript)
  const onOpened = useStable(() => setPane('Script'))
  useWindowKeys(onRun, onStop)
  // A run changes many times a second. Memoized panes rerender only if they show it.
  const examples = useMemo(() => parts.examples({ onOpened }), [parts, onOpened])
  const editor = useMemo(
    () => parts.editor({ code: script.code, onChange: setCode, onRun, onStop, failure, reveal }),
    [parts, script.code, setCode, onRun, onStop, failure, reveal],
  )
  const shown = useMemo(
    () => ({
      Output: (
        <RunPart draw={(view) => parts.output({ view, onAnswer: answer, ...(onLine && { onLine }) })} />
      ),
      Result: <RunPart draw={(view) => parts.result({ view })} />,
      'Tool calls': <RunPart draw={(view) => parts.toolCalls({ view })} />,
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
        <RunButtons canRun={canRun} busy={busy} onRun={onRun} onStop={onStop} />
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
          This script has {formatNumber(script.code.length)} characters; at most{' '}
          {formatNumber(limits.codeCharacters)} can be run and logged. Shorten it, or fetch large data with a
          tool.
        </Alert>
      )}
      <div className="min-h-0 flex-1">
        <ExecutorPanes wide={wide} pane={pane} onPane={setPane} contents={contents} />
      </div>
    </div>
  )
}

interface RunButtonsProps {
  readonly canRun: boolean
  readonly busy: boolean
  readonly onRun: () => void
  readonly onStop: () => void
}

/** Memoized: a run that starts and ends within one frame does not rerender the buttons. */
const RunButtons = memo(function RunButtons({ canRun, busy, onRun, onStop }: RunButtonsProps) {
  return (
    <>
      <Button
        variant="primary"
        aria-disabled={!canRun}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        title="Ctrl+Enter or ⌘+Enter"
        onClick={onRun}
      >
        <Play aria-hidden /> Execute Python
      </Button>
      <Button aria-disabled={!busy} aria-keyshortcuts="Escape" title="Esc" onClick={onStop}>
        <Square aria-hidden /> Stop
      </Button>
      <RunPlaceChoice busy={busy} />
    </>
  )
})

/** Rerenders one part when the run changes. */
function RunPart({ draw }: { readonly draw: (view: RunView | null) => ReactNode }) {
  const { run } = usePythonRunner()
  return draw(run && viewRun(run))
}

/** A stable function that calls the latest `action`. */
function useStable(action: () => void): () => void {
  const latest = useRef(action)
  useLayoutEffect(() => {
    latest.current = action
  })
  return useCallback(() => latest.current(), [])
}

/** Handles the keys wherever the focus is, unless a menu or the editor has handled them. */
function useWindowKeys(onRun: () => void, onStop: () => void): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        onRun()
      } else if (event.key === 'Escape') onStop()
    }
    addEventListener('keydown', listener)
    return () => removeEventListener('keydown', listener)
  }, [onRun, onStop])
}
