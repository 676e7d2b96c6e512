/** tools.ai_chat: one answer through the AI chain, in one piece or, to who accepts events, as it comes. */
import { AppError } from '../../../contract/errors.ts'
import type { AiAttempt } from '../../../contract/tools/aiAnswer.ts'
import { aiChat } from '../../../contract/tools/aiChat.ts'
import { collectAnswer } from '../_shared/ai/collectAnswer.ts'
import { createCoolDown } from '../_shared/ai/createCoolDown.ts'
import { priceUsage } from '../_shared/ai/priceUsage.ts'
import { readChain, readLimits } from '../_shared/ai/readTiers.ts'
import { readVariable } from '../_shared/ai/readVariable.ts'
import { streamThroughTiers } from '../_shared/ai/streamThroughTiers.ts'
import { toPrompt } from '../_shared/ai/toConversation.ts'
import { serveTool } from '../_shared/serveTool.ts'
import { readQuestion } from './readQuestion.ts'
import { streamAnswer } from './streamAnswer.ts'

/** Of all questions together: one that failed spares the next the wait. */
let coolDown: ReturnType<typeof createCoolDown> | undefined

function openChain() {
  const limits = readLimits(readVariable)
  coolDown ??= createCoolDown(limits.coolDown)
  return { tiers: readChain(readVariable), limits, coolDown }
}

export default {
  fetch: serveTool(
    aiChat,
    async (parameters, { signal }) => {
      const attempts: AiAttempt[] = []
      const chain = { ...openChain(), onAttempt: (attempt: AiAttempt) => void attempts.push(attempt) }
      const question = { prompt: toPrompt(readQuestion(parameters)), abortSignal: signal }
      const { text, tokens, isComplete } = await collectAnswer(streamThroughTiers(question, chain))
      const ready = chain.tiers.find(({ tier }) => tier.id === attempts.at(-1)?.provider)
      if (ready === undefined) throw new AppError('ai-unavailable')
      const { tier, model } = ready
      return {
        response: text,
        provider: tier.id,
        model,
        complete: isComplete,
        attempts,
        usage: priceUsage(ready, tokens),
      }
    },
    async (parameters, { signal }) => streamAnswer(readQuestion(parameters), openChain(), signal),
  ),
}
