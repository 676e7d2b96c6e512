/** Names the model that would answer now. If there is none, says what to do and what still works. */
import { Link } from 'react-router'
import { ownEndpointLabel } from '../../../../contract/ai/aiEndpoint.ts'
import { useAnswerers } from '../../../hooks/useAnswerers.ts'

/** Renders nothing until the providers are known. */
export function Answerer({ usesBuiltInModel }: { readonly usesBuiltInModel: boolean }) {
  const answerers = useAnswerers()
  if (usesBuiltInModel) return <p>The browser’s built-in model answers, on this device.</p>
  if (answerers === undefined) return null
  const { ready, own } = answerers
  const first = ready.find(({ rest }) => rest === null) ?? ready[0]
  if (own !== null && (own.asks_first || first === undefined)) {
    return (
      <p className="wrap-anywhere">
        {ownEndpointLabel} ({own.model}) answers
        {ready.length > 0 && `; ${ready.length} more as fallback`}.
      </p>
    )
  }
  if (first === undefined) {
    return (
      <p>
        <strong className="font-semibold text-waiting">No model is configured.</strong>{' '}
        <Link to="/settings" className="text-primary underline underline-offset-4">
          Set one up in Settings
        </Link>
        . Until then, Python in a <code className="font-mono">```python</code> block runs; for other messages,
        matching workflows are suggested.
      </p>
    )
  }
  return (
    <p className="wrap-anywhere">
      {first.label}
      {first.model !== null && ` (${first.model})`} answers
      {first.rest !== null && ' after its cool-down'}
      {ready.length > 1 && `; ${ready.length - 1} more as fallback`}.
    </p>
  )
}
