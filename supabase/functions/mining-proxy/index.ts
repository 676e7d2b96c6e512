/** tools.get_mining_stats: the statistics of a wallet at SupportXMR, or of the pool if no wallet is given. */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { getMiningStats } from '../../../contract/tools/getMiningStats.ts'
import { serveTool } from '../_shared/serveTool.ts'
import { askSupportXmr } from './askSupportXmr.ts'

/** A number that may arrive as text. For a wallet unknown to the pool, figures are null or absent. */
const figure = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)])
  .nullish()
  .transform((value) => Number(value ?? 0))

const minerStats = z.object({
  hash: figure,
  amtDue: figure.nonoptional(),
  amtPaid: figure.nonoptional(),
  validShares: figure,
  invalidShares: figure,
})
const poolStats = z.object({ pool_statistics: z.object({ hashRate: figure.nonoptional() }) })

/** @throws AppError `upstream-failed` if the answer does not have the expected shape. */
function read<Shape extends z.ZodType>(shape: Shape, raw: unknown): z.output<Shape> {
  const parsed = shape.safeParse(raw)
  if (parsed.success) return parsed.data
  throw new AppError('upstream-failed', 'SupportXMR answered without the expected figures. Try again later.')
}

export default {
  fetch: serveTool(getMiningStats, async ({ wallet_address }, { signal }) => {
    const wallet = wallet_address ?? Deno.env.get('MINING_WALLET_ADDRESS')
    const timestamp = new Date().toISOString()
    if (!wallet) {
      const { values, exact: raw } = await askSupportXmr('/pool/stats', signal)
      const hash = read(poolStats, values).pool_statistics.hashRate
      const none = { amtDue: 0, amtPaid: 0, validShares: 0, invalidShares: 0, totalShares: 0 }
      return { scope: 'pool' as const, hash, ...none, timestamp, raw }
    }
    const { values, exact: raw } = await askSupportXmr(`/miner/${encodeURIComponent(wallet)}/stats`, signal)
    const miner = read(minerStats, values)
    const totalShares = miner.validShares + miner.invalidShares
    return { scope: 'wallet' as const, ...miner, totalShares, timestamp, raw }
  }),
}
