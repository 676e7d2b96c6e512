/** Renders an error for an event stream: the contract's error body as JSON. */
import { AppError } from '../../../contract/errors.ts'
import { TierFault } from '../_shared/ai/TierFault.ts'
import { logFault } from '../_shared/logFault.ts'

export function toErrorText(fault: unknown): string {
  const error =
    fault instanceof AppError
      ? fault
      : fault instanceof TierFault
        ? new AppError('upstream-failed', `The model ${fault.message}. The answer so far is kept.`)
        : new AppError('function-failed')
  if (error.code === 'function-failed') logFault('ai_chat', fault instanceof Error ? fault.stack : '')
  return JSON.stringify(error.toBody())
}
