/** The user's own AI endpoint: what is stored, what can be done to it, and the models it has. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { AiEndpointDraft } from '../../contract/ai/aiEndpoint.ts'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

export function useAiEndpoint() {
  const { loadAiStatus } = useAppServices()
  const userId = useUserId()
  const queryClient = useQueryClient()
  const queryKey = ['ai-endpoint', userId]
  const stored = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await loadAiStatus()).endpoint.read(signal),
    enabled: userId !== null,
  })
  const models = useQuery({
    queryKey: ['ai-endpoint-models', userId],
    queryFn: async ({ signal }) => (await loadAiStatus()).endpoint.listModels(signal),
    // Asked for by hand, or after something was stored.
    enabled: false,
    retry: false,
  })
  const listModels = async (): Promise<void> => void (await models.refetch())
  return {
    /** undefined until it was read once; null where none is set. */
    endpoint: stored.data,
    /** Its message is fit for a person to read. */
    error: stored.error,
    refetch: () => void stored.refetch(),
    /** Rejects with an error whose message is fit for a person to read. */
    save: async (draft: AiEndpointDraft): Promise<void> => {
      await (await loadAiStatus()).endpoint.save(draft)
      await queryClient.invalidateQueries({ queryKey })
      await listModels()
    },
    remove: async (): Promise<void> => {
      await (await loadAiStatus()).endpoint.remove()
      queryClient.removeQueries({ queryKey: ['ai-endpoint-models', userId] })
      await queryClient.invalidateQueries({ queryKey })
    },
    /** None until they were asked for. */
    models: models.data?.models ?? [],
    /** Why there are none, in a sentence. */
    modelsProblem: models.error?.message ?? models.data?.reason ?? null,
    isListing: models.isFetching,
    listModels: () => void listModels(),
  }
}
