/** The AI providers, in the order in which they are tried, with their configuration. */
import { useQuery } from '@tanstack/react-query'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

/** Poll interval while a provider cools down, because the remaining time changes. */
const whileRestingMs = 10_000

/** The query behind `useAiStatus` and `useAnswerers`: they share one request through its key. */
export function useAiTiers() {
  const { loadAiStatus } = useAppServices()
  const userId = useUserId()
  return useQuery({
    queryKey: ['ai-status', userId],
    queryFn: async ({ signal }) => (await loadAiStatus()).read(signal),
    enabled: userId !== null,
    refetchInterval: ({ state }) =>
      state.data?.tiers.some(({ rest }) => rest !== null) === true && whileRestingMs,
  })
}
