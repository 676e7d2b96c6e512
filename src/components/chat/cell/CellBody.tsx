/** What came of a step: live while it runs here, else from the log, else as the model was told. */
import { Suspense } from 'react'
import { useChatContext } from '../ChatContext.ts'
import type { PythonPart } from '../ChatWindowParts.ts'
import type { StepDetails } from './useStepDetails.ts'

interface CellBodyProps {
  readonly part: PythonPart
  readonly details: StepDetails
}

export function CellBody({ part, details: { stepRun, executionId, state } }: CellBodyProps) {
  const { chat, parts } = useChatContext()
  if (stepRun) {
    return (
      <Suspense fallback={null}>
        {parts.run({ run: stepRun.run, onAnswer: (id, text) => chat.answerInput(id, text) })}
      </Suspense>
    )
  }
  const told = <Observed part={part} />
  if (executionId === null) return told
  return (
    <Suspense fallback={told}>
      {parts.loggedRun({ executionId, otherwise: state === 'ran' ? null : told })}
    </Suspense>
  )
}

/** The few lines that the model saw. */
function Observed({ part }: { readonly part: PythonPart }) {
  if (part.state === 'output-error') {
    return <p className="border-t px-3 py-2 wrap-anywhere whitespace-pre-wrap">{part.errorText}</p>
  }
  if (part.state !== 'output-available') return null
  const { stdout, result, error } = part.output
  const texts = [
    ['Output', stdout, ''],
    ['Result', result ?? '', ''],
    ['Error', error ?? '', 'text-failed'],
  ] as const
  return texts.map(
    ([name, text, className]) =>
      text !== '' && (
        <section key={name} aria-label={name} className="max-h-80 overflow-auto border-t p-3">
          <pre className={`font-mono text-[13px] leading-5 wrap-anywhere whitespace-pre-wrap ${className}`}>
            {text}
          </pre>
        </section>
      ),
  )
}
