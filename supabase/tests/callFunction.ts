/** Calls an edge function of the shared test backend over HTTP, as a browser would. */
import { sharedBackend } from '../../dev/test/sharedBackend.ts'

interface CallOptions {
  /** The user's access token. */
  readonly token?: string
  readonly method?: string
  readonly signal?: AbortSignal
}

export interface FunctionAnswer {
  readonly status: number
  readonly contentType: string | null
  readonly body: unknown
}

/** A body that is a string is sent as it is, anything else as JSON. */
export async function callFunction(
  name: string,
  body: unknown,
  { token, method = 'POST', signal }: CallOptions = {},
): Promise<FunctionAnswer> {
  const { url, publishableKey } = sharedBackend
  const response = await fetch(`${url}/functions/v1/${name}`, {
    method,
    headers: { apikey: publishableKey, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: method === 'GET' ? null : typeof body === 'string' ? body : JSON.stringify(body),
    signal: signal ?? null,
  })
  const text = await response.text()
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    body: text === '' ? undefined : JSON.parse(text),
  }
}
