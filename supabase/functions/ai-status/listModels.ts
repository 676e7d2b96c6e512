/** Lists the models of the caller's own endpoint. Its answer is untrusted: only valid names are taken. */
import { z } from 'zod'
import { type AiModelsAnswer, modelLimits, ownEndpointLabel } from '../../../contract/ai/aiEndpoint.ts'
import { fetchFromEndpoint } from '../_shared/ai/fetchFromEndpoint.ts'
import type { ReadyTier } from '../_shared/ai/readTiers.ts'
import { TierFault } from '../_shared/ai/TierFault.ts'
import { toTierFault } from '../_shared/ai/toTierFault.ts'
import { readText } from '../_shared/readText.ts'

const maxMilliseconds = 15_000
const maxBytes = 1_000_000

const list = z.object({ data: z.array(z.unknown()) })
/** One line without control characters, as the model field of the page takes it. */
const named = z.object({
  id: z
    .string()
    .min(1)
    .max(modelLimits.nameCharacters)
    .regex(/^[^\p{C}]+$/u),
})

/**
 * A failing endpoint is an answer with a `reason`, not an error.
 *
 * @throws The signal's reason if the caller aborts.
 */
export async function listModels({ baseUrl, key }: ReadyTier, signal: AbortSignal): Promise<AiModelsAnswer> {
  const inTime = AbortSignal.timeout(maxMilliseconds)
  try {
    const response = await fetchFromEndpoint(`${baseUrl}/models`, {
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
      signal: AbortSignal.any([signal, inTime]),
    })
    return { models: await readNames(response), reason: null }
  } catch (error) {
    signal.throwIfAborted()
    const late = new TierFault('timed-out', `did not list its models within ${maxMilliseconds / 1000} s`)
    const fault = inTime.aborted ? late : toTierFault(error, { hasContent: false, secrets: [key ?? ''] })
    const end = fault.message.endsWith('?') ? '' : '.'
    return { models: [], reason: `${ownEndpointLabel} ${fault.message}${end}` }
  }
}

async function readNames(response: Response): Promise<string[]> {
  if (!response.ok) {
    await response.body?.cancel()
    throw Object.assign(new Error('It refused.'), { statusCode: response.status })
  }
  const text = await readText(response.body, maxBytes)
  if (text === undefined) throw new TierFault('malformed', `answered with more than ${maxBytes / 1e6} MB`)
  const parsed = list.safeParse(parseJson(text))
  if (!parsed.success)
    throw new TierFault('malformed', 'does not list its models in the format of OpenAI’s API')
  const names = parsed.data.data.flatMap((one) => {
    const model = named.safeParse(one)
    return model.success ? [model.data.id] : []
  })
  return [...new Set(names)].toSorted().slice(0, modelLimits.models)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
