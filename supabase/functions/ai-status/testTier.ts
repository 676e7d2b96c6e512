/** Asks one tier a tiny question, ignoring its cool-down. If the tier answers, its cool-down ends. */
import type { AiTestAnswer } from '../../../contract/ai/aiStatus.ts'
import { AppError } from '../../../contract/errors.ts'
import type { AiAttempt, AiUsage } from '../../../contract/tools/aiAnswer.ts'
import { collectAnswer } from '../_shared/ai/collectAnswer.ts'
import { openUnresting } from '../_shared/ai/openCoolDown.ts'
import { priceUsage } from '../_shared/ai/priceUsage.ts'
import { type ReadyTier, readLimits } from '../_shared/ai/readTiers.ts'
import { readVariable } from '../_shared/ai/readVariable.ts'
import { streamThroughTiers } from '../_shared/ai/streamThroughTiers.ts'
import { toPrompt } from '../_shared/ai/toConversation.ts'

/** Leaves room for a short reasoning before the one word. */
const maxOutputTokens = 256

/**
 * A failure of the tier is an answer with a `reason`.
 *
 * @throws The signal's reason if the caller aborts.
 */
export async function testTier(ready: ReadyTier, signal: AbortSignal): Promise<AiTestAnswer> {
  const prompt = toPrompt({
    instructions: '',
    turns: [{ role: 'user', content: 'Answer with the word OK.' }],
  })
  const attempts: AiAttempt[] = []
  const chain = {
    tiers: [ready],
    limits: readLimits(readVariable),
    coolDown: openUnresting(),
    onAttempt: (attempt: AiAttempt) => void attempts.push(attempt),
  }
  let usage: AiUsage | null = null
  try {
    const question = { prompt, maxOutputTokens, abortSignal: signal }
    const { tokens } = await collectAnswer(streamThroughTiers(question, chain))
    usage = priceUsage(ready, tokens)
  } catch (fault) {
    if (attempts.length === 0) throw fault
  }
  const [attempt] = attempts
  if (attempt === undefined) throw new AppError('ai-unavailable')
  const { ok, model, failure, reason, duration_ms } = attempt
  return { ok, model, failure, reason, duration_ms, usage }
}
