/** The recent webhook deliveries, with a Retry for those that were not delivered. */
import { useId, useState } from 'react'
import type { WebhookList, useWebhooks } from '../../hooks/useWebhooks.ts'
import { formatWhen } from '../../../lib/formatWhen.ts'
import { Button } from '../ui/button.tsx'
import { showToast } from '../ui/show-toast.ts'

type Delivery = WebhookList['deliveries'][number]

const words = { waiting: 'Waiting', delivered: 'Delivered', failed: 'Failed' } as const
const colours = { waiting: 'text-waiting', delivered: 'text-succeeded', failed: 'text-failed' } as const

interface DeliveryListProps {
  readonly list: WebhookList
  readonly act: ReturnType<typeof useWebhooks>['act']
}

/** @param props.act The `act` of `useWebhooks`, which refetches the list after a retry. */
export function DeliveryList({ list: { subscriptions, deliveries }, act }: DeliveryListProps) {
  const [underWay, setUnderWay] = useState<string | null>(null)
  const id = useId()

  async function retry(delivery: Delivery): Promise<void> {
    if (underWay !== null) return
    setUnderWay(delivery.id)
    try {
      await act((webhooks) => webhooks.retry(delivery.id))
    } catch (error) {
      showToast(error instanceof Error ? error.message : String(error), { tone: 'error' })
    } finally {
      setUnderWay(null)
    }
  }

  return (
    <div className="space-y-2">
      <h3 id={id} className="font-medium">
        Recent deliveries
      </h3>
      <ul aria-labelledby={id} className="divide-y rounded-md border bg-surface">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <div className="min-w-0 flex-1 basis-60">
              <p className="wrap-anywhere">
                <span className={colours[delivery.status]}>{words[delivery.status]}</span>{' '}
                {delivery.event_type}{' '}
                <time
                  className="text-muted-foreground"
                  dateTime={delivery.created_at}
                  title={delivery.created_at}
                >
                  {formatWhen(delivery.created_at)}
                </time>
              </p>
              <p className="wrap-anywhere text-muted-foreground">
                {subscriptions.find((one) => one.id === delivery.subscription_id)?.url}
                {`, ${attemptsOf(delivery)}`}
                {delivery.error !== null && `. ${delivery.error}`}
              </p>
            </div>
            {delivery.status !== 'delivered' && (
              <Button size="small" aria-disabled={underWay !== null} onClick={() => void retry(delivery)}>
                {underWay === delivery.id ? 'Sending…' : 'Retry'}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Leaves out the status if `error` already contains it. */
function attemptsOf({ attempts, response_code, error }: Delivery): string {
  const count = attempts === 1 ? '1 attempt' : `${attempts} attempts`
  return error !== null || response_code === null ? count : `${count}, status ${response_code}`
}
