/** Embeds a text with the configured provider, behind a cool-down (circuit breaker). */
import { AppError } from '../../../../contract/errors.ts'
import { codeOfFailure } from './codeOfFailure.ts'
import { createCoolDown } from './createCoolDown.ts'
import { embedText, type TextVector } from './embedText.ts'
import { readEmbedder } from './readEmbedder.ts'
import { readLimits } from './readTiers.ts'
import { readVariable } from './readVariable.ts'
import { TierFault } from './TierFault.ts'

/** Shared by all calls of this process: after one timed out, the next need not wait for the same provider. */
let coolDown: ReturnType<typeof createCoolDown> | undefined

/** @throws AppError that says what is missing or what failed. The signal's reason if aborted. */
export async function embedOnce(text: string, signal: AbortSignal): Promise<TextVector> {
  const ready = readEmbedder(readVariable)
  coolDown ??= createCoolDown(readLimits(readVariable).coolDown)
  const { id, label } = ready.provider
  const name = `${label} (${ready.model})`
  const rest = coolDown.rest(id)
  if (rest !== undefined) {
    const seconds = Math.ceil(rest.ms / 1000)
    throw new AppError(
      'upstream-failed',
      `${name} is cooling down for another ${seconds} s because it ${rest.because}.`,
    )
  }
  const begunAt = coolDown.now()
  try {
    const vector = await embedText(ready, text, signal)
    coolDown.succeeded(id, begunAt)
    return vector
  } catch (fault) {
    if (!(fault instanceof TierFault)) throw fault
    coolDown.failed(id, fault, begunAt)
    const quote = fault.quote === '' ? '' : ` It says: ${fault.quote.replace(/[.\s]+$/, '')}.`
    throw new AppError(codeOfFailure(fault.failure), `${name} ${fault.message}.${quote}`)
  }
}

/**
 * `embedOnce` for callers that can work without a vector.
 *
 * @returns The vector, or a `note` that says why there is none.
 * @throws The signal's reason if aborted. Errors other than AppError.
 */
export async function tryToEmbed(
  text: string,
  signal: AbortSignal,
): Promise<{ readonly vector: TextVector } | { readonly note: string }> {
  try {
    return { vector: await embedOnce(text, signal) }
  } catch (fault) {
    if (fault instanceof AppError) return { note: fault.message }
    throw fault
  }
}
