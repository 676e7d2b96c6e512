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

// The first paint can do without.
const ExampleList = lazyPart(async () => ({
  default: (await import('../components/workflows/ExampleList.tsx')).ExampleList,
}))

// Each run has panels of its own; empty ones are all alike, and need not be made anew.
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
          ? 'What the script prints appears here while it runs.'
          : view.status === 'running'
            ? 'Nothing printed yet.'
            : 'The script printed nothing.'
      }
      {...actions}
    />
  ),
  result: ({ view }) => (
    <ResultPanel
      // What is unfolded of a script's result stays so while that is run again.
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
          ? 'The script called no tool.'
          : 'Calls such as await tools.get_mining_stats() appear here as they happen.'
      }
    />
  ),
}

const none: readonly never[] = []
const hasEnded = (view: RunView | null): boolean => view !== null && view.status !== 'running'

/** Takes the focus where a page before this one asked for it; not again when that visit is reloaded or gone back to. */
function Editor(slot: ComponentProps<typeof OpenScriptEditor>) {
  const { state } = useLocation() as { readonly state: { readonly takesFocus?: boolean } | null }
  const isNew = useNavigationType() === 'PUSH'
  return <OpenScriptEditor {...slot} takesFocus={isNew && state?.takesFocus === true} />
}

export function ScriptsPage() {
  useTitle('Scripts')
  return <PythonExecutor parts={parts} />
}
