/**
 * The outcome of a step: live during a run in this tab, otherwise from the log, otherwise as the model saw
 * it.
 */
import { Suspense } from 'react'
import { useChatContext } from '../ChatContext.ts'
import type { PythonPart } from '../ChatWindowParts.ts'
import type { StepDetails } from './useStepDetails.ts'

interface CellBodyProps {
  readonly part: PythonPart
  readonly details: StepDetails
}

/** Falls back to the few lines that the model saw if the log does not have the run. */
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

/** The part of the outcome that was sent to the model. */
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
