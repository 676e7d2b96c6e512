/** Who could answer a chat: the providers that are set up, and an endpoint of the person's own. */
import { useAiEndpoint } from './useAiEndpoint.ts'
import { useAiTiers } from './useAiTiers.ts'

/** undefined until that is known. */
export function useAnswerers() {
  const { data } = useAiTiers()
  const { endpoint } = useAiEndpoint()
  if (data === undefined || endpoint === undefined) return undefined
  const isOwnAsked = endpoint !== null && endpoint.model !== '' && data.endpoints !== 'none'
  return {
    /** In the order in which they are asked. */
    ready: data.tiers.filter(({ setup, place }) => setup === 'ready' && place !== null),
    own: isOwnAsked ? endpoint : null,
  }
}
