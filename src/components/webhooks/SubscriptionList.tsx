/** The webhook subscriptions, each with Pause and Remove. */
import { useState } from 'react'
import type { WebhookSubscription } from '../../../contract/webhooks.ts'
import type { useWebhooks } from '../../hooks/useWebhooks.ts'
import { Button } from '../ui/button.tsx'
import { showToast } from '../ui/show-toast.ts'

type Act = ReturnType<typeof useWebhooks>['act']

interface SubscriptionListProps {
  readonly subscriptions: readonly WebhookSubscription[]
  readonly act: Act
}

/** @param props.act The `act` of `useWebhooks`, which refetches the list after a change. */
export function SubscriptionList({ subscriptions, act }: SubscriptionListProps) {
  return (
    <ul aria-label="Webhooks" className="divide-y rounded-md border bg-surface">
      {subscriptions.map((subscription) => (
        <SubscriptionItem key={subscription.id} subscription={subscription} act={act} />
      ))}
    </ul>
  )
}

function SubscriptionItem({ subscription, act }: { subscription: WebhookSubscription; act: Act }) {
  const { id, url, event_types, active } = subscription
  const [isAsking, setIsAsking] = useState(false)
  const attempt = (work: Parameters<Act>[0]): void => {
    act(work).catch((error: unknown) => showToast(String(error), { tone: 'error' }))
  }

  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="wrap-anywhere">{url}</p>
        <p className="text-muted-foreground">
          {active ? '' : 'Paused. '}
          {event_types.length === 0 ? 'All events' : event_types.join(', ')}
        </p>
      </div>
      {isAsking ? (
        <>
          <span>Remove the webhook and its deliveries?</span>
          <Button size="small" onClick={() => attempt((webhooks) => webhooks.remove(id))}>
            Remove
          </Button>
          <Button size="small" variant="ghost" onClick={() => setIsAsking(false)}>
            Keep
          </Button>
        </>
      ) : (
        <>
          <Button size="small" onClick={() => attempt((webhooks) => webhooks.setActive(id, !active))}>
            {active ? 'Pause' : 'Resume'}
          </Button>
          <Button size="small" onClick={() => setIsAsking(true)}>
            Remove…
          </Button>
        </>
      )}
    </li>
  )
}
