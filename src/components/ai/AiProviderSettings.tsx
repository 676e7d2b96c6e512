/** Settings, AI providers: who answers ai_chat, how each is set up and doing, and what it took. */
import { useId } from 'react'
import type { AiStatusAnswer } from '../../../contract/ai/aiStatus.ts'
import { useAiStatus } from '../../hooks/useAiStatus.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { FailureAlert } from '../ui/failure-alert.tsx'
import { AiProviderItem } from './AiProviderItem.tsx'
import { OwnEndpoint } from './OwnEndpoint.tsx'

export function AiProviderSettings() {
  const { status, error, isReading, use, useError, refetch } = useAiStatus()
  const id = useId()

  return (
    <section aria-labelledby={id} className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id={id} className="font-semibold">
          AI providers
        </h2>
        {status !== undefined && (
          <Button size="small" aria-disabled={isReading} onClick={refetch}>
            Refresh
          </Button>
        )}
      </div>
      <p className="text-muted-foreground">
        <code>tools.ai_chat</code> asks them from top to bottom until one answers. Pauses and last attempts
        are shown as far as this server process knows them; where there are several, each keeps its own.
      </p>
      <FailureAlert error={error} onRetry={refetch} />
      {status === undefined && error === null && (
        <output className="block text-muted-foreground">Reading the AI providers…</output>
      )}
      {status !== undefined && status.problem !== null && <Alert>{status.problem}</Alert>}
      {status !== undefined && nobodyIsSetUp(status) && (
        <p>
          No AI provider is set up yet: put a key such as <code>OPENAI_API_KEY</code> into{' '}
          <code>supabase/functions/.env</code>, or set it as a secret of your project, and start again; or
          enter an endpoint of your own below.
        </p>
      )}
      {status !== undefined && (
        <ul aria-labelledby={id} className="divide-y rounded-md border bg-surface">
          {status.tiers.map((tier) => (
            <AiProviderItem key={tier.id} tier={tier} use={use} />
          ))}
        </ul>
      )}
      {status !== undefined && <OwnEndpoint reach={status.endpoints} />}
      {useError !== null && (
        <p className="text-muted-foreground">What your calls took is not known: {useError.message}</p>
      )}
      {use?.isCut === true && (
        <p className="text-muted-foreground">
          Sums are of your last {formatNumber(use.mostCalls)} calls: there were more in {use.days} days.
        </p>
      )}
    </section>
  )
}

const nobodyIsSetUp = ({ tiers }: AiStatusAnswer): boolean => tiers.every(({ setup }) => setup === 'lacking')
