/** No text is so made that looking for secrets in it takes for ever. */
import { expect, test } from 'vitest'
import { redactSecrets } from './redactSecrets.ts'

test.each([
  'sk-',
  'sk-a',
  'eyJ',
  '-eyJ',
  'eyJaaaaaaaa.',
  'password:',
  'password: ',
  'authorization:',
  'authorization: a ',
  'bearer ',
  'basic a',
  'a://',
  'a:a@',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN ',
  'whsec_',
  'glpat-',
  'SG.a.',
  '1//0',
  '12345678:AA',
  'Ma.',
  'token:',
  'auth=',
  'a_token=',
  '?a-a-a-',
  '?token=',
  'cookie:',
  'cookie: a',
  'passphrase":"',
  'xai-a',
  ' ',
  'a',
])('a megabyte of %j takes no long time', (part) => {
  const begun = process.cpuUsage()
  redactSecrets(part.repeat(Math.ceil(1_000_000 / part.length)))
  // Of this process: a busy machine changes little.
  const { user, system } = process.cpuUsage(begun)
  expect((user + system) / 1000).toBeLessThan(5000)
})
