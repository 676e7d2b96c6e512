/** tools.get_mining_stats: SupportXMR's statistics of a wallet or of the pool. */
import { z } from 'zod'
import { defineTool } from './defineTool.ts'

export const getMiningStats = defineTool({
  name: 'get_mining_stats',
  functionName: 'mining-proxy',
  summary: 'Get Monero mining statistics from SupportXMR, for one wallet or the whole pool.',
  effect: 'read',
  parameters: z.strictObject({
    wallet_address: z
      .string()
      .regex(/^[0-9A-Za-z]{90,110}$/, 'is not a Monero address (90 to 110 letters and digits)')
      .nullable()
      .default(null)
      .describe(
        'A Monero address. None: the address in MINING_WALLET_ADDRESS, or the pool if that is not set.',
      ),
  }),
  result: z.object({
    scope: z.enum(['wallet', 'pool']).describe('The subject of the figures.'),
    hash: z.number().describe('Hash rate in hashes per second.'),
    amtDue: z.number().describe('Unpaid amount in atomic units, 1e12 per XMR.'),
    amtPaid: z.number().describe('Amount paid so far in atomic units, 1e12 per XMR.'),
    validShares: z.number().describe('Shares that the pool accepted.'),
    invalidShares: z.number().describe('Shares that the pool refused.'),
    totalShares: z.number().describe('Accepted and refused shares together.'),
    timestamp: z.string().describe('When the figures were fetched, ISO 8601 in UTC.'),
    raw: z.record(z.string(), z.unknown()).describe("SupportXMR's unchanged answer."),
  }),
  example: 'stats = await tools.get_mining_stats()\nstats["hash"]',
})
