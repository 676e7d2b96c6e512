/** The observation of a run for a model: output, result or error, in a form and length that it can use. Pure. */
import type { Observation } from '../../contract/chat/chat.ts'
import { describeFailure, trimObservation } from '../../contract/chat/chatLoop.ts'
import { pythonTree, type DisplayBundle } from '../../contract/run/workerProtocol.ts'
import { formatBytes } from '../../lib/formatBytes.ts'
import type { RunView } from './viewRun.ts'

/** For a run that has ended. */
export function observe(view: RunView): Observation {
  const { status, output, outputOmitted, result, failure, durationMs, executionId } = view
  const text = output.flatMap((part) => part.text.map((piece) => piece.text)).join('')
  const omitted =
    outputOmitted > 0 ? `\n… ${formatBytes(outputOmitted)} more were printed and not kept …` : ''
  const shown = output.flatMap(({ display }) => (display === undefined ? [] : [display.bundle]))
  return trimObservation({
    ok: status === 'completed',
    stdout: text + omitted,
    result: result === null ? null : textOf(result),
    error: failure === null ? null : describeFailure(failure),
    artifacts: [...shown, ...(result === null ? [] : [result])].flatMap(formOf),
    ms: Math.round(durationMs ?? 0),
    execution_id: executionId,
  })
}

/** JSON where that is the whole value, else the repr. */
const textOf = (bundle: DisplayBundle): string => {
  const json = bundle[pythonTree] === undefined ? bundle['application/json'] : undefined
  return json ?? bundle['text/plain']
}

const shownForms = [
  'text/html',
  'text/markdown',
  'text/latex',
  'image/svg+xml',
  'image/png',
  'image/jpeg',
] as const

/** The form in which a person sees it, unless that is its text. */
const formOf = (bundle: DisplayBundle): readonly string[] =>
  shownForms.filter((form) => bundle[form] !== undefined).slice(0, 1)
