/**
 * ai-status: describes the AI chain's tiers, tests one of them, or lists the models of the caller's own
 * endpoint.
 */
import { aiStatusFunction, aiStatusRequest } from '../../../contract/ai/aiStatus.ts'
import { ownEndpoint } from '../../../contract/ai/aiEndpoint.ts'
import { aiTiers } from '../../../contract/ai/aiTiers.ts'
import { checkArguments } from '../../../contract/tools/checkArguments.ts'
import { demandTier } from '../_shared/ai/readTiers.ts'
import { readVariable } from '../_shared/ai/readVariable.ts'
import { limitRate } from '../_shared/limitRate.ts'
import { servePost } from '../_shared/servePost.ts'
import { demandOwn } from './demandOwn.ts'
import { describeTiers } from './describeTiers.ts'
import { listModels } from './listModels.ts'
import { testTier } from './testTier.ts'

export default {
  fetch: servePost(aiStatusFunction, async (body, { userId }, { signal }) => {
    const asked = checkArguments({ name: aiStatusFunction, parameters: aiStatusRequest }, body)
    const { test, models } = asked
    limitRate(userId, test === undefined && models === undefined ? 'read' : 'spend')
    if (models !== undefined) return Response.json(await listModels(await demandOwn(userId), signal))
    if (test === undefined) return Response.json(describeTiers())
    const ready = test === ownEndpoint ? await demandOwn(userId) : demandTier(aiTiers[test], readVariable)
    return Response.json(await testTier(ready, signal))
  }),
}
