/** The call depth of a request, signed: scripts call functions, which may run scripts again. */
import { AppError } from '../../../contract/errors.ts'
import { deepestRun, depthHeader } from '../../../contract/run/pythonExecutor.ts'

/** Several executors share a key by the environment; one alone makes its own. */
const ownKey = crypto.getRandomValues(new Uint8Array(32))

/** The header for a call that a script of this depth makes. It is good for the same user alone. */
export async function signDepth(depth: number, userId: string): Promise<string> {
  return `${depth}.${await signatureOf(depth, userId)}`
}

/**
 * @returns 0 without the header.
 *
 * @throws AppError `calls-too-deep` if no executor of this server signed the header for this user, or if it is
 *   too deep for another script.
 */
export async function readDepth(request: Request, userId: string): Promise<number> {
  const text = request.headers.get(depthHeader)
  if (text === null) return 0
  const depth = claimedDepth(request)
  // A forged header gains nothing, so how long the comparison takes tells nothing.
  if (depth > deepestRun || text !== (await signDepth(depth, userId))) throw new AppError('calls-too-deep')
  return depth
}

/** What the header says, whoever wrote it. Infinity if it has another form. */
export function claimedDepth(request: Request): number {
  const text = request.headers.get(depthHeader)
  if (text === null) return 0
  return Number(/^(\d{1,3})\.[0-9a-f]{64}$/.exec(text)?.[1] ?? Infinity)
}

async function signatureOf(depth: number, userId: string): Promise<string> {
  const shared = Deno.env.get('PYTHON_DEPTH_KEY')
  const bytes = shared === undefined || shared === '' ? ownKey : new TextEncoder().encode(shared)
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const text = new TextEncoder().encode(`${depthHeader}:${userId}:${depth}`)
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, text))
  return Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
