/** Messages for people about failed sign-ins. */
import { isAuthRetryableFetchError, type AuthError } from '@supabase/auth-js'
import { errorTable } from '../../../contract/errors.ts'

const sentences: Readonly<Record<string, string>> = {
  invalid_credentials: 'E-mail or password is wrong. Check both and try again.',
  user_already_exists: 'There is an account with this e-mail address. Sign in instead.',
  email_exists: 'There is an account with this e-mail address. Sign in instead.',
  email_not_confirmed: 'Open the link in the e-mail you were sent, then sign in.',
  email_address_invalid: 'This e-mail address is not accepted. Check it for a typing mistake.',
  signup_disabled: 'A new account needs an invitation. Ask whoever runs this server for a link.',
  over_request_rate_limit: errorTable['rate-limited'].sentence,
  over_email_send_rate_limit: 'Too many e-mails were asked for. Wait some minutes and try again.',
}

export function describeAuthError(error: AuthError): string {
  if (isAuthRetryableFetchError(error)) return errorTable['backend-unreachable'].sentence
  return sentences[error.code ?? ''] ?? error.message
}
