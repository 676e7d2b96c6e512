import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backendMeta } from '../contract/edgeApi.ts'
import { createSite, pageWithMeta } from './createSite.ts'
import { type OpenServer, openServer } from './openServer.ts'
import { securityHeaders } from './securityHeaders.ts'

const folder = mkdtempSync(join(tmpdir(), 'eliza-site-'))
mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'index.html'), '<!doctype html><html><head></head><body>the page</body></html>')
writeFileSync(join(folder, 'assets/app-1234.js'), 'export {}')
writeFileSync(join(folder, '.build-stamp'), 'private')

let open: OpenServer
beforeAll(async () => {
  const health = () => ({ status: 'ready', version: '1', database: 'ready', functions: 'ready' }) as const
  open = await openServer({ host: '127.0.0.1', port: 0, headers: (path) => securityHeaders(path), health })
})
afterAll(() => open.close())
const get = (path: string, method = 'GET') => fetch(`${open.url}${path}`, { method })

test('before the site is there, everything but health says to wait', async () => {
  const answer = await get('/scripts')
  expect(answer.status).toBe(503)
  expect(await answer.text()).toContain('is starting')
  expect((await get('/health')).status).toBe(200)
  open.handle(createSite(folder, () => ({ publishableKey: 'k"<', localSignIn: true })))
})

test('every route of the app gets its page, never stored, with the backend in it', async () => {
  for (const path of ['/', '/index.html', '/scripts', '/history/abc?x=1']) {
    const answer = await get(path)
    expect(answer.status, path).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).toContain('<meta name="eliza-backend"')
  }
})

test('files that are not there, and those beginning with a dot, are not found', async () => {
  for (const path of ['/assets/none.js', '/favicon.ico', '/.build-stamp.txt']) {
    expect((await get(path)).status, path).toBe(404)
  }
  expect((await get('/..%2f..%2fetc/passwd.txt')).status).toBe(400)
  expect(await (await get('/.build-stamp')).text()).not.toContain('private')
})

test('files with a hash in their names are kept for ever and may not be written', async () => {
  expect((await get('/assets/app-1234.js')).headers.get('cache-control')).toContain('immutable')
  expect((await get('/assets/app-1234.js', 'POST')).status).toBe(405)
})

test('each answer bears the security headers', async () => {
  for (const path of ['/', '/assets/app-1234.js', '/none.js', '/health']) {
    const { headers } = await get(path)
    for (const [name, value] of Object.entries(securityHeaders(path)))
      expect(headers.get(name), path).toBe(value)
  }
})

test('what the page is told survives the way through HTML', () => {
  const meta = { publishableKey: `"'<>&$&</script>`, localSignIn: false }
  const content = /content="([^"]*)"/.exec(pageWithMeta('<head></head>', meta))?.[1] ?? ''
  expect(content).not.toMatch(/[<>]/)
  const read = content.replace(/&#(\d+);/g, (_entity, code) => String.fromCharCode(Number(code)))
  expect(backendMeta.parse(JSON.parse(read))).toEqual(meta)
})
