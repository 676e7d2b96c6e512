import { decodeProtectedHeader, importJWK, jwtVerify, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { createTokenSigner } from './createTokenSigner.ts'

const secret = 'a secret of more than thirty-two characters'
const sign = (key: string, expires = '1h') =>
  new SignJWT({ role: 'authenticated', sub: 'somebody' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(key))

test('a valid token gets a key id and is verified with the published keys, its claims unchanged', async () => {
  const signer = createTokenSigner(secret)
  const token = (await signer.authorize(`Bearer ${await sign(secret)}`))?.replace('Bearer ', '') ?? ''
  const [published] = JSON.parse(signer.jwks).keys
  expect(decodeProtectedHeader(token).kid).toBe(published.kid)
  const { payload } = await jwtVerify(token, await importJWK(published))
  expect(payload).toMatchObject({ role: 'authenticated', sub: 'somebody' })
})

test('a token of another key, an expired one and no token at all go on as they are', async () => {
  const { authorize } = createTokenSigner(secret)
  const forged = `Bearer ${await sign('another secret of more than thirty-two')}`
  const expired = `Bearer ${await sign(secret, '-1h')}`
  for (const header of [forged, expired, 'Bearer x.y.z', undefined]) {
    expect(await authorize(header)).toBe(header)
  }
})
