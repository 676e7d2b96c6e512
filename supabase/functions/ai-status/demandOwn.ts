/** Reads the caller's own endpoint, for requests that need it. */
import { AppError } from '../../../contract/errors.ts'
import { readOwnEndpoint } from '../_shared/ai/readOwnTier.ts'
import type { ReadyTier } from '../_shared/ai/readTiers.ts'

/**
 * @returns The endpoint. Its model may be empty.
 * @throws AppError `not-configured` if the caller has no endpoint.
 */
export async function demandOwn(userId: string): Promise<ReadyTier> {
  const own = await readOwnEndpoint(userId)
  if (own !== undefined) return own.ready
  throw new AppError(
    'not-configured',
    'You have no endpoint of your own. Enter its address in Settings and save it.',
  )
}
