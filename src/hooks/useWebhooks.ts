/** The user's webhooks: load them and change them. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Webhooks } from '../data/settings/createWebhooks.ts'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

/** Subscriptions with their recent deliveries. */
export type WebhookList = Awaited<ReturnType<Webhooks['read']>>

/** Loads the user's webhooks. Every change goes through `act`, which refetches the list afterwards. */
export function useWebhooks() {
  const { loadWebhooks } = useAppServices()
  const userId = useUserId()
  const queryClient = useQueryClient()
  const queryKey = ['webhooks', userId]
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<WebhookList> => (await loadWebhooks()).read(signal),
    enabled: userId !== null,
  })
  /** Refetches the list after `work`, even if that failed. @throws Whatever `work` throws. */
  async function act<Outcome>(work: (webhooks: Webhooks) => Promise<Outcome>): Promise<Outcome> {
    try {
      return await work(await loadWebhooks())
    } finally {
      await queryClient.invalidateQueries({ queryKey })
    }
  }
  return {
    /** undefined until it is loaded. */
    list: query.data,
    /** Why the last load failed, for the user. An earlier `list` stays. */
    error: query.error,
    refetch: () => void query.refetch(),
    act,
  }
}
