/** The models that can answer a chat now: configured providers and the user's own endpoint. */
import { useAiEndpoint } from './useAiEndpoint.ts'
import { useAiTiers } from './useAiTiers.ts'

/**
 * Tells which models can answer a chat.
 * @returns undefined while loading. `ready` may be empty and `own` null: then no model is configured.
 */
export function useAnswerers() {
  const { data } = useAiTiers()
  const { endpoint } = useAiEndpoint()
  if (data === undefined || endpoint === undefined) return undefined
  const isOwnAsked = endpoint !== null && endpoint.model !== '' && data.endpoints !== 'none'
  return {
    /** In the order in which they are tried. Includes providers in a cool-down. */
    ready: data.tiers.filter(({ setup, place }) => setup === 'ready' && place !== null),
    own: isOwnAsked ? endpoint : null,
  }
}
