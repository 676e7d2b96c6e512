/** What the memory's functions ask for a vector: the provider of the environment, which is left alone for a while after it failed. */
import { AppError } from '../../../../contract/errors.ts'
import { codeOfFailure } from './codeOfFailure.ts'
import { createCoolDown } from './createCoolDown.ts'
import { embedText, type TextVector } from './embedText.ts'
import { readEmbedder } from './readEmbedder.ts'
import { readLimits } from './readTiers.ts'
import { readVariable } from './readVariable.ts'
import { TierFault } from './TierFault.ts'

/** Of all calls together: one that waited in vain spares the next the wait. */
let coolDown: ReturnType<typeof createCoolDown> | undefined

/** Throws AppError with a sentence that says what is missing or what failed; the signal's reason when aborted. */
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
      `${name} is left alone for ${seconds} s more, since it ${rest.because}.`,
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

/** The same for who can do without: `note` says why there is no vector. Rejects when aborted alone. */
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
