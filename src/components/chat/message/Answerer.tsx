/** Who would answer now; where nobody would, what to do about it and what works all the same. */
import { Link } from 'react-router'
import { ownEndpointLabel } from '../../../../contract/ai/aiEndpoint.ts'
import { useAnswerers } from '../../../hooks/useAnswerers.ts'

export function Answerer({ usesBuiltInModel }: { readonly usesBuiltInModel: boolean }) {
  const answerers = useAnswerers()
  if (usesBuiltInModel) return <p>The browser’s own model answers, on this device.</p>
  if (answerers === undefined) return null
  const { ready, own } = answerers
  const first = ready.find(({ rest }) => rest === null) ?? ready[0]
  if (own !== null && (own.asks_first || first === undefined)) {
    return (
      <p className="wrap-anywhere">
        {ownEndpointLabel} ({own.model}) answers
        {ready.length > 0 && `; ${ready.length} more if it cannot`}.
      </p>
    )
  }
  if (first === undefined) {
    return (
      <p>
        <strong className="font-semibold text-waiting">No model is set up.</strong>{' '}
        <Link to="/settings" className="text-primary underline underline-offset-4">
          See how in Settings
        </Link>
        . Until then, Python in a <code className="font-mono">```python</code> fence runs; other messages are
        matched to the workflow library.
      </p>
    )
  }
  return (
    <p className="wrap-anywhere">
      {first.label}
      {first.model !== null && ` (${first.model})`} answers
      {first.rest !== null && ' after a pause'}
      {ready.length > 1 && `; ${ready.length - 1} more if it cannot`}.
    </p>
  )
}
