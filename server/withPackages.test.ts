import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as ask, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerText } from './answer.ts'
import { withPackages } from './withPackages.ts'

const root = mkdtempSync(join(tmpdir(), 'eliza-packages-'))
const folder = join(root, 'wheels')
let server: Server

beforeAll(async () => {
  mkdirSync(folder)
  writeFileSync(join(root, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'idna-3.10-py3-none-any.whl'), 'wheel')
  writeFileSync(join(folder, '.hidden'), 'hidden')
  writeFileSync(join(folder, 'notes.txt'), 'notes')
  mkdirSync(join(folder, '.git'))
  writeFileSync(join(folder, '.git/x.whl'), 'hidden')
  server = createServer(withPackages((_request, response) => answerText(response, 200, 'site'), folder))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(root, { recursive: true })
})

/** Not with fetch, which normalises the path. */
const get = (path: string, method = 'GET') =>
  new Promise<string>((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    ask({ host: '127.0.0.1', port, path, method, agent: false }, (response) => {
      let text = ''
      response.on('data', (part: Buffer) => (text += part.toString()))
      response.on('end', () => resolve(`${response.statusCode} ${text}`))
    })
      .on('error', reject)
      .end()
  })

test('wheels are served, also those that came later', async () => {
  expect(await get('/packages/idna-3.10-py3-none-any.whl')).toBe('200 wheel')
  writeFileSync(join(folder, 'late.whl'), 'late')
  expect(await get('/packages/late.whl')).toBe('200 late')
})

test.each([
  '/packages/',
  '/packages/missing.whl',
  '/packages/.hidden',
  '/packages/.git/x.whl',
  '/packages/notes.txt',
  '/packages/../secret.txt',
  '/packages/%2e%2e/secret.txt',
  '/packages/..%2fsecret.txt',
  '/packages//etc/passwd',
])('nothing else of the machine is served as %s', async (path) => {
  expect(await get(path)).toMatch(/^404 /)
})

test('the rest is the site, and packages are not written', async () => {
  expect(await get('/scripts')).toBe('200 site\n')
  expect(await get('/packages')).toBe('200 site\n')
  expect(await get('/packages/idna-3.10-py3-none-any.whl', 'PUT')).toMatch(/^405 /)
})
