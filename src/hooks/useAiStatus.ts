/** The AI providers: how they are set up and doing, and what the user's calls of them took. */
import { useQuery } from '@tanstack/react-query'
import type { AiStatus } from '../data/settings/createAiStatus.ts'
import { aiUseKey } from '../data/log/createExecutionQueries.ts'
import { useAiTiers } from './useAiTiers.ts'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

export type AiUseSummary = Awaited<ReturnType<AiStatus['readUse']>>

export function useAiStatus() {
  const { loadAiStatus } = useAppServices()
  const userId = useUserId()
  const status = useAiTiers()
  const use = useQuery({
    queryKey: [aiUseKey, userId],
    queryFn: async ({ signal }): Promise<AiUseSummary> => (await loadAiStatus()).readUse(signal),
    enabled: userId !== null,
  })
  return {
    /** undefined until it was read once. */
    status: status.data,
    /** Its message is fit for a person to read. What was read before stays. */
    error: status.error,
    isReading: status.isFetching,
    use: use.data,
    useError: use.error,
    refetch: () => {
      void status.refetch()
      void use.refetch()
    },
  }
}
