/** Settings, Webhooks: subscriptions to events that scripts publish, and their recent deliveries. */
import { useId, useState } from 'react'
import type { NewWebhookSubscription } from '../../../contract/webhooks.ts'
import { useWebhooks } from '../../hooks/useWebhooks.ts'
import { FailureAlert } from '../ui/failure-alert.tsx'
import { DeliveryList } from './DeliveryList.tsx'
import { NewSecret } from './NewSecret.tsx'
import { NewWebhookForm } from './NewWebhookForm.tsx'
import { SubscriptionList } from './SubscriptionList.tsx'

/** Loads the webhooks of the signed-in user. */
export function WebhookSettings() {
  const { list, error, refetch, act } = useWebhooks()
  const [made, setMade] = useState<NewWebhookSubscription | null>(null)
  const id = useId()

  return (
    <section aria-labelledby={id} className="space-y-3">
      <h2 id={id} className="font-semibold">
        Webhooks
      </h2>
      <p className="text-muted-foreground">
        Events that a script publishes with <code>tools.ecosystem_webhook</code> are sent to these endpoints,
        signed according to{' '}
        <a
          className="text-primary underline underline-offset-4"
          href="https://www.standardwebhooks.com"
          rel="noreferrer"
        >
          Standard Webhooks
        </a>
        . Endpoints must be on the public internet.
      </p>
      <FailureAlert error={error} onRetry={refetch} />
      {list === undefined && error === null && (
        <output className="block text-muted-foreground">Loading the webhooks…</output>
      )}
      {list?.subscriptions.length === 0 && <p>No subscriptions yet. Add an endpoint to receive events.</p>}
      {list !== undefined && list.subscriptions.length > 0 && (
        <SubscriptionList subscriptions={list.subscriptions} act={act} />
      )}
      {made !== null && <NewSecret secret={made.secret} onDone={() => setMade(null)} />}
      {list !== undefined && (
        <NewWebhookForm
          onAdd={async (address, types) => setMade(await act((webhooks) => webhooks.add(address, types)))}
        />
      )}
      {list !== undefined && list.deliveries.length > 0 && <DeliveryList list={list} act={act} />}
    </section>
  )
}
