/** Whether anybody could answer a chat: a provider of the environment, or an endpoint of the person's own. */
import { useAiEndpoint } from './useAiEndpoint.ts'
import { useAiTiers } from './useAiTiers.ts'

/** undefined until that is known. */
export function useHasModel(): boolean | undefined {
  const { data } = useAiTiers()
  const { endpoint } = useAiEndpoint()
  if (data === undefined || endpoint === undefined) return undefined
  const isOwnAsked = endpoint !== null && endpoint.model !== '' && data.endpoints !== 'none'
  return isOwnAsked || data.tiers.some(({ setup, place }) => setup === 'ready' && place !== null)
}
