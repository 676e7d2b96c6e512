/** /scripts: write a script and run it. */
import { Suspense } from 'react'
import type { ComponentProps } from 'react'
import { useLocation, useNavigationType } from 'react-router'
import type { RunView } from '../../run/journal/viewRun.ts'
import { OpenScriptEditor } from '../components/editor/OpenScriptEditor.tsx'
import { OutputPanel } from '../components/output/OutputPanel.tsx'
import { ResultPanel } from '../components/output/ResultPanel.tsx'
import { ToolCallsPanel } from '../components/output/ToolCallsPanel.tsx'
import { PythonExecutor } from '../components/testing/PythonExecutor.tsx'
import type { PythonExecutorParts } from '../components/testing/PythonExecutor.tsx'
import { useTitle } from '../hooks/useTitle.ts'
import { lazyPart } from '../components/ui/lazy-part.ts'

// Not needed for the first paint.
const ExampleList = lazyPart(async () => ({
  default: (await import('../components/workflows/ExampleList.tsx')).ExampleList,
}))

// The keys give each run new panels. All empty panels share a key, so they are not remounted.
const parts: PythonExecutorParts = {
  examples: (slot) => (
    <Suspense fallback={null}>
      <ExampleList {...slot} />
    </Suspense>
  ),
  editor: (slot) => <Editor {...slot} />,
  output: ({ view, ...actions }) => (
    <OutputPanel
      key={view && view.output.length > 0 ? view.executionId : 'empty'}
      view={view}
      live
      empty={
        view === null
          ? 'Printed output appears here while the script runs.'
          : view.status === 'running'
            ? 'Nothing printed yet.'
            : 'The script printed nothing.'
      }
      {...actions}
    />
  ),
  result: ({ view }) => (
    <ResultPanel
      // Keyed by code, so that unfolded parts stay unfolded when the same script runs again.
      key={view?.code}
      result={view?.result ?? null}
      empty={hasEnded(view) ? 'No result' : 'The value of the script’s last expression appears here.'}
    />
  ),
  toolCalls: ({ view }) => (
    <ToolCallsPanel
      key={view && view.calls.length > 0 ? view.executionId : 'empty'}
      calls={view?.calls ?? none}
      empty={
        hasEnded(view)
          ? 'The script called no tools.'
          : 'Calls such as await tools.get_mining_stats() appear here as they happen.'
      }
    />
  ),
}

const none: readonly never[] = []
const hasEnded = (view: RunView | null): boolean => view !== null && view.status !== 'running'

/** Takes the focus if the previous page asked for it, but not after a reload or Back. */
function Editor(slot: ComponentProps<typeof OpenScriptEditor>) {
  const { state } = useLocation() as { readonly state: { readonly takesFocus?: boolean } | null }
  const isNew = useNavigationType() === 'PUSH'
  return <OpenScriptEditor {...slot} takesFocus={isNew && state?.takesFocus === true} />
}

export function ScriptsPage() {
  useTitle('Scripts')
  return <PythonExecutor parts={parts} />
}
