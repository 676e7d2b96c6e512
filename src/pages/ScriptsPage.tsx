/** /scripts: write a script and run it. */
import { Suspense } from 'react'
import type { ComponentProps } from 'react'
import { useLocation, useNavigationType } from 'react-router'
import { OpenScriptEditor } from '../components/editor/OpenScriptEditor.tsx'
import { OutputPanel } from '../components/output/OutputPanel.tsx'
import { ProgressBar } from '../components/output/ProgressBar.tsx'
import { QuestionForm } from '../components/output/QuestionForm.tsx'
import { ResultPanel } from '../components/output/ResultPanel.tsx'
import { RunFailure } from '../components/output/RunFailure.tsx'
import { ToolCallsPanel } from '../components/output/ToolCallsPanel.tsx'
import { PythonExecutor } from '../components/testing/PythonExecutor.tsx'
import type { PythonExecutorParts } from '../components/testing/PythonExecutor.tsx'
import { useTitle } from '../hooks/useTitle.ts'
import { lazyPart } from '../components/ui/lazy-part.ts'

// The first paint can do without.
const ExampleList = lazyPart(async () => ({
  default: (await import('../components/workflows/ExampleList.tsx')).ExampleList,
}))

const none: readonly never[] = []

// Each run has panels of its own; empty ones are all alike, and need not be made anew.
const parts: PythonExecutorParts = {
  examples: (slot) => (
    <Suspense fallback={null}>
      <ExampleList {...slot} />
    </Suspense>
  ),
  editor: (slot) => <Editor {...slot} />,
  output: ({ run, onLine, onAnswer }) => {
    const question = run?.questions[0]
    return (
      <OutputPanel
        key={run && (run.output.length > 0 || run.displays.length > 0) ? run.executionId : 'empty'}
        output={run?.output ?? none}
        displays={run?.displays ?? none}
        omitted={run?.outputOmitted ?? 0}
        live
        top={run?.progress && <ProgressBar {...run.progress} />}
        bottom={
          question && (
            <QuestionForm
              key={question.inputId}
              id={`${run.executionId} ${question.inputId}`}
              prompt={question.prompt}
              onAnswer={(text) => onAnswer(question.inputId, text)}
            />
          )
        }
        empty={
          run === null
            ? 'What the script prints appears here while it runs.'
            : run.phase === 'ended'
              ? 'The script printed nothing.'
              : 'Nothing printed yet.'
        }
      >
        {run?.outcome?.status === 'failed' && <RunFailure {...run.outcome} {...(onLine && { onLine })} />}
      </OutputPanel>
    )
  },
  result: ({ run }) => (
    <ResultPanel
      // What is unfolded of a script's result stays so while that is run again.
      key={run?.code}
      result={run?.outcome?.status === 'completed' ? run.outcome.result : null}
      empty={run?.phase === 'ended' ? 'No result' : 'The value of the script’s last expression appears here.'}
    />
  ),
  toolCalls: ({ run }) => (
    <ToolCallsPanel
      key={run && run.toolCalls.length > 0 ? run.executionId : 'empty'}
      calls={run?.toolCalls ?? none}
      empty={
        run?.phase === 'ended'
          ? 'The script called no tool.'
          : 'Calls such as await tools.get_mining_stats() appear here as they happen.'
      }
    />
  ),
}

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
