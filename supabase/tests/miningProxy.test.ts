import { beforeAll, expect, test } from 'vitest'
import { getMiningStats } from '../../contract/tools/getMiningStats.ts'
import { sharedBackend } from '../../dev/test/sharedBackend.ts'
import { signUpTestUser } from '../../dev/test/signUpTestUser.ts'
import { twinWallets } from '../../dev/twins/twins.ts'
import { callFunction } from './callFunction.ts'

let token: string
beforeAll(async () => {
  token = (await signUpTestUser(sharedBackend)).accessToken
})

const ask = (body: object) => callFunction('mining-proxy', body, { token })

test('a wallet’s figures are those of the pool’s answer', async () => {
  const { status, body } = await ask({ wallet_address: twinWallets.known })
  expect(status).toBe(200)
  const stats = getMiningStats.result.parse(body)
  expect(stats).toMatchObject({
    scope: 'wallet',
    hash: 4213,
    amtDue: 250000000000,
    amtPaid: 1500000000000,
    validShares: 1200,
    invalidShares: 3,
    totalShares: 1203,
    raw: { identifier: 'global', txnCount: 2 },
  })
  expect(Math.abs(Date.now() - Date.parse(stats.timestamp))).toBeLessThan(60_000)
})

test('a wallet the pool has not seen has figures of 0', async () => {
  const { status, body } = await ask({ wallet_address: twinWallets.unknown })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    scope: 'wallet',
    hash: 0,
    amtDue: 0,
    amtPaid: 0,
    validShares: 0,
    totalShares: 0,
  })
})

test('without a wallet the figures are the whole pool’s', async () => {
  for (const body of [{}, { wallet_address: null }]) {
    const answer = await ask(body)
    expect(answer.body).toMatchObject({ scope: 'pool', hash: 98_000_000, amtDue: 0, totalShares: 0 })
    expect(answer.body).toHaveProperty('raw.pool_statistics.miners', 5400)
  }
})

test.each([
  ['html', 'upstream-failed', 502],
  ['error', 'upstream-failed', 502],
  ['empty', 'upstream-failed', 502],
  ['brokenJson', 'upstream-failed', 502],
  ['wrongShape', 'upstream-failed', 502],
  ['huge', 'upstream-failed', 502],
  ['limited', 'rate-limited', 429],
] as const)(
  'when SupportXMR answers with %s, the caller reads a sentence that names it',
  async (kind, code, status) => {
    const answer = await ask({ wallet_address: twinWallets[kind] })
    const message = expect.stringMatching(/^SupportXMR [^<{]*\.$/)
    expect(answer).toMatchObject({ status, body: { error: { code, message } } })
    expect(JSON.stringify(answer.body)).not.toContain('hunter2')
  },
)

test('a pool that does not answer is waited for 10 seconds', async () => {
  const begun = performance.now()
  const answer = await ask({ wallet_address: twinWallets.late })
  expect(answer).toMatchObject({ status: 504, body: { error: { code: 'tool-timed-out' } } })
  expect(answer.body).toHaveProperty(
    'error.message',
    'SupportXMR did not answer within 10 s. Try again later.',
  )
  expect(performance.now() - begun).toBeLessThan(20_000)
})
