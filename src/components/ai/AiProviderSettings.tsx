/**
 * Settings, AI providers: which model answers ai_chat, how each is configured and doing, and what it cost.
 */
import { useId } from 'react'
import type { AiStatusAnswer } from '../../../contract/ai/aiStatus.ts'
import { useAiStatus } from '../../hooks/useAiStatus.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { FailureAlert } from '../ui/failure-alert.tsx'
import { AiProviderItem } from './AiProviderItem.tsx'
import { OwnEndpoint } from './OwnEndpoint.tsx'

/** Loads the providers and the user's own use of them separately: one may fail without the other. */
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
        <code>tools.ai_chat</code> tries them from top to bottom until one answers. Cool-downs and last calls
        are those of one server process; if there are several, each keeps its own.
      </p>
      <FailureAlert error={error} onRetry={refetch} />
      {status === undefined && error === null && (
        <output className="block text-muted-foreground">Loading the AI providers…</output>
      )}
      {status !== undefined && status.problem !== null && <Alert>{status.problem}</Alert>}
      {status !== undefined && nobodyIsSetUp(status) && (
        <p>
          No AI provider is configured yet. Put a key such as <code>OPENAI_API_KEY</code> into{' '}
          <code>supabase/functions/.env</code>, or set it as a secret of your project, and restart the server.
          Or enter your own endpoint below.
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
        <p className="text-muted-foreground">Your usage could not be loaded. {useError.message}</p>
      )}
      {use?.isCut === true && (
        <p className="text-muted-foreground">
          Totals cover only your last {formatNumber(use.mostCalls)} calls; there were more in {use.days} days.
        </p>
      )}
    </section>
  )
}

const nobodyIsSetUp = ({ tiers }: AiStatusAnswer): boolean => tiers.every(({ setup }) => setup === 'lacking')
