/** The caller's own endpoint for who wants that one and no other. */
import { AppError } from '../../../contract/errors.ts'
import { readOwnEndpoint } from '../_shared/ai/readOwnTier.ts'
import type { ReadyTier } from '../_shared/ai/readTiers.ts'

/** Its model may be empty. Throws `not-configured` where there is none. */
export async function demandOwn(userId: string): Promise<ReadyTier> {
  const own = await readOwnEndpoint(userId)
  if (own !== undefined) return own.ready
  throw new AppError(
    'not-configured',
    'You have set no endpoint of your own. Enter its address under Settings and save it.',
  )
}
