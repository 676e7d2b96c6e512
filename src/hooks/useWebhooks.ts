/** The owner's webhooks and what can be done to them. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Webhooks } from '../data/settings/createWebhooks.ts'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

export type WebhookList = Awaited<ReturnType<Webhooks['read']>>

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
  /** Shows what came of it, also where it failed. Rejects with what it rejects with. */
  async function act<Outcome>(work: (webhooks: Webhooks) => Promise<Outcome>): Promise<Outcome> {
    try {
      return await work(await loadWebhooks())
    } finally {
      await queryClient.invalidateQueries({ queryKey })
    }
  }
  return {
    /** undefined until it was read once. */
    list: query.data,
    /** Its message is fit for a person to read. What was read before stays. */
    error: query.error,
    refetch: () => void query.refetch(),
    act,
  }
}
