/** The user's own AI endpoint: read, save, remove, and list its models. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { AiEndpointDraft } from '../../contract/ai/aiEndpoint.ts'
import { useAppServices } from './useAppServices.ts'
import { useUserId } from './useUserId.ts'

/**
 * Reads and changes the user's own AI endpoint.
 * Saving lists the endpoint's models as well.
 */
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
    // Fetched only by `listModels`.
    enabled: false,
    retry: false,
  })
  const listModels = async (): Promise<void> => void (await models.refetch())
  return {
    /** undefined until it is loaded; null if the user has none. */
    endpoint: stored.data,
    /** Why loading failed. The message can be shown to the user. */
    error: stored.error,
    refetch: () => void stored.refetch(),
    /** @throws {Error} with a message that can be shown to the user. */
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
    /** Empty until `listModels` has been called. */
    models: models.data?.models ?? [],
    /** Why there are no models, as a sentence for the user. */
    modelsProblem: models.error?.message ?? models.data?.reason ?? null,
    isListing: models.isFetching,
    listModels: () => void listModels(),
  }
}
