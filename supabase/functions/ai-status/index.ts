/** ai-status: how the AI chain's providers are set up and doing, and a tiny question to one of them. */
import { aiStatusFunction, aiStatusRequest } from '../../../contract/aiStatus.ts'
import { aiTiers } from '../../../contract/aiTiers.ts'
import { checkArguments } from '../../../contract/tools/checkArguments.ts'
import { limitRate } from '../_shared/limitRate.ts'
import { servePost } from '../_shared/servePost.ts'
import { describeTiers } from './describeTiers.ts'
import { testTier } from './testTier.ts'

export default {
  fetch: servePost(aiStatusFunction, async (body, { userId }, { signal }) => {
    const { test } = checkArguments({ name: aiStatusFunction, parameters: aiStatusRequest }, body)
    limitRate(userId, test === undefined ? 'read' : 'spend')
    return Response.json(test === undefined ? describeTiers() : await testTier(aiTiers[test], signal))
  }),
}
