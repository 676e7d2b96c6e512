/** The AI providers in the order in which they are asked, and how they are set up. */
import { useQuery } from '@tanstack/react-query'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

/** While somebody rests, what is shown of it goes out of date. */
const whileRestingMs = 10_000

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
