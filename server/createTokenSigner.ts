/**
 * Re-signs a session's token with the key id (`kid`) that @supabase/server requires. lite signs without one.
 */
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose'
import { readBearer } from './readBearer.ts'

const keyId = 'local'

interface TokenSigner {
  /**
   * Returns the Authorization header for an edge function; undefined for none. An invalid token is passed on unchanged,
   * and fails there.
   */
  readonly authorize: (authorization: string | undefined) => Promise<string | undefined>
  /** The key set with which the functions verify tokens (SUPABASE_JWKS). */
  readonly jwks: string
}

export function createTokenSigner(jwtSecret: string): TokenSigner {
  const secret = new TextEncoder().encode(jwtSecret)
  return {
    async authorize(authorization) {
      const token = readBearer(authorization)
      if (token === undefined) return undefined
      try {
        if (decodeProtectedHeader(token).kid !== undefined) return authorization
        const { payload } = await jwtVerify(token, secret, { algorithms: ['HS256'] })
        const header = { alg: 'HS256', typ: 'JWT', kid: keyId }
        return `Bearer ${await new SignJWT(payload).setProtectedHeader(header).sign(secret)}`
      } catch {
        return authorization
      }
    },
    jwks: JSON.stringify({
      keys: [
        { kty: 'oct', alg: 'HS256', use: 'sig', kid: keyId, k: Buffer.from(secret).toString('base64url') },
      ],
    }),
  }
}
