/** What a model is told of a run: its output, value or error, in the form and length that it can use. */
import type { Observation } from '../../contract/chat/chat.ts'
import { describeFailure, trimObservation } from '../../contract/chat/chatLoop.ts'
import type { DisplayBundle } from '../../contract/run/workerProtocol.ts'
import type { RunState } from '../../run/journal/runState.ts'

/** Of a run that has ended. */
export function observe(run: RunState): Observation {
  const { outcome, output, outputOmitted, displays, durationMs, executionId } = run
  const omitted = outputOmitted > 0 ? `\n… ${outputOmitted} more bytes were printed and not kept …` : ''
  const value = outcome?.status === 'completed' ? outcome.result : null
  return trimObservation({
    ok: outcome?.status === 'completed',
    stdout: output.map(({ text }) => text).join('') + omitted,
    result: value === null ? null : (value['application/json'] ?? value['text/plain']),
    error: outcome?.status === 'failed' ? describeFailure(outcome) : null,
    artifacts: [...displays.map(({ bundle }) => bundle), ...(value === null ? [] : [value])].flatMap(formOf),
    ms: Math.round(durationMs ?? 0),
    execution_id: executionId,
  })
}

const shownForms = [
  'text/html',
  'text/markdown',
  'text/latex',
  'image/svg+xml',
  'image/png',
  'image/jpeg',
] as const

/** The form that the person sees it in, where that is not its text. */
const formOf = (bundle: DisplayBundle): readonly string[] =>
  shownForms.filter((form) => bundle[form] !== undefined).slice(0, 1)
