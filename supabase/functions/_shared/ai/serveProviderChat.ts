/** Serves one provider's chat tool: it asks that provider only, without failover. */
import { AppError } from '../../../../contract/errors.ts'
import type { AiTier } from '../../../../contract/ai/aiTiers.ts'
import type { AiAttempt } from '../../../../contract/tools/aiAnswer.ts'
import type { ProviderChatTool } from '../../../../contract/tools/defineProviderChat.ts'
import { serveTool } from '../serveTool.ts'
import { codeOfFailure } from './codeOfFailure.ts'
import { collectAnswer } from './collectAnswer.ts'
import { priceUsage } from './priceUsage.ts'
import { openUnresting } from './openCoolDown.ts'
import { demandTier, readLimits } from './readTiers.ts'
import { readVariable } from './readVariable.ts'
import { streamThroughTiers } from './streamThroughTiers.ts'
import { toConversation, toPrompt } from './toConversation.ts'

export const serveProviderChat = (tool: ProviderChatTool, tier: AiTier) =>
  serveTool(tool, async ({ messages, model, temperature, max_tokens }, { signal }) => {
    const configured = demandTier(tier, readVariable)
    const ready = { ...configured, model: model ?? configured.model }
    const question = {
      prompt: toPrompt(toConversation(messages)),
      abortSignal: signal,
      ...(temperature === null ? {} : { temperature }),
      ...(max_tokens === null ? {} : { maxOutputTokens: max_tokens }),
    }
    let attempt: AiAttempt | undefined
    const onAttempt = (told: AiAttempt): void => {
      attempt = told
    }
    try {
      const chain = {
        tiers: [ready],
        limits: readLimits(readVariable),
        // A model that the caller chose must not trip the circuit breaker of the tier's own model.
        ...(ready.model === configured.model ? { coolDown: openUnresting() } : {}),
        onAttempt,
      }
      const answer = await collectAnswer(streamThroughTiers(question, chain))
      return {
        content: answer.text,
        model: ready.model,
        complete: answer.isComplete,
        usage: priceUsage(ready, answer.tokens),
      }
    } catch (fault) {
      throw attempt === undefined ? fault : toAppError(attempt, model !== null)
    }
  })

function toAppError({ failure, reason }: AiAttempt, hasChosenModel: boolean): AppError {
  const isCallersMistake = failure === 'model-not-found' && hasChosenModel
  const code = isCallersMistake ? 'tool-input-invalid' : codeOfFailure(failure)
  return new AppError(code, reason ?? undefined)
}
