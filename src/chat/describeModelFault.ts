/** Turns errors of the browser's built-in model into messages for people. */
import { AppError } from '../../contract/errors.ts'

const providerInstead = 'Turn it off under Options, and a provider answers.'

export function describeModelFault(error: unknown): AppError {
  if (error instanceof AppError) return error
  switch (error instanceof Error || error instanceof DOMException ? error.name : '') {
    case 'NotSupportedError':
      return new AppError(
        'ai-unavailable',
        `This browser has no model of its own that could answer. ${providerInstead}`,
      )
    case 'NotAllowedError':
      return new AppError(
        'ai-unavailable',
        'The browser fetches its model only after a click, or not at all. Turn it off and on again under Options.',
      )
    case 'QuotaExceededError':
      return new AppError(
        'request-too-large',
        `This is more than the browser’s own model can take. Say it in fewer words. ${providerInstead}`,
      )
    case 'NotReadableError':
      return new AppError(
        'upstream-failed',
        'The browser held back what its own model answered. Ask in other words.',
      )
    case 'NetworkError':
      return new AppError(
        'upstream-failed',
        'The browser could not fetch its model. Check the connection and try again.',
      )
    default:
      return new AppError('upstream-failed', `The browser’s own model failed. Try again. ${providerInstead}`)
  }
}
