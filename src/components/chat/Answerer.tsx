/** Who would answer now; where nobody would, what to do about it and what works all the same. */
import { Link } from 'react-router'
import { ownEndpointLabel } from '../../../contract/aiEndpoint.ts'
import { useAiEndpoint } from '../../hooks/useAiEndpoint.ts'
import { useAiTiers } from '../../hooks/useAiTiers.ts'

export function Answerer({ usesBuiltInModel }: { readonly usesBuiltInModel: boolean }) {
  const { data } = useAiTiers()
  const { endpoint } = useAiEndpoint()
  if (usesBuiltInModel) return <p>The browser’s own model answers, on this device.</p>
  if (!data || endpoint === undefined) return null
  const ready = data.tiers.filter(({ setup, place }) => setup === 'ready' && place !== null)
  const first = ready.find(({ rest }) => rest === null) ?? ready[0]
  const isOwnAsked = endpoint !== null && endpoint.model !== '' && data.endpoints !== 'none'
  if (isOwnAsked && (endpoint.asks_first || first === undefined)) {
    return (
      <p className="wrap-anywhere">
        {ownEndpointLabel} ({endpoint.model}) answers
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
