/** The state of the AI providers and what the user's own calls of them cost. */
import { useQuery } from '@tanstack/react-query'
import type { AiStatus } from '../data/settings/createAiStatus.ts'
import { aiUseKey } from '../data/log/createExecutionQueries.ts'
import { useAiTiers } from './useAiTiers.ts'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

/** What the user's own AI calls took, summed per provider from the log. */
export type AiUseSummary = Awaited<ReturnType<AiStatus['readUse']>>

/** Loads the state of every AI provider and, separately, the user's own use of them. */
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
    /** undefined until it is loaded. */
    status: status.data,
    /** Why the last load failed, for the user. An earlier `status` stays. */
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
