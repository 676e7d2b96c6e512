import { afterEach, beforeEach, expect, test } from 'vitest'
import { sharedBackend } from '../../../dev/test/sharedBackend.ts'
import { signUpTestUser } from '../../../dev/test/signUpTestUser.ts'
import { startTestBackend } from '../../../dev/test/testBackend.ts'
import { openLine, type Line } from '../tests/openLine.ts'
import { newBrowser, openTab, until, type Browser, type Tab } from '../tests/openTab.ts'

const backend = sharedBackend
let line: Line
let browser: Browser
let tabs: Tab[]

beforeEach(async () => {
  line = await openLine(backend.url)
  browser = newBrowser()
  tabs = []
})
afterEach(async () => {
  for (const tab of tabs) tab.die()
  await line.close()
})

function open(localSignIn: boolean): Tab {
  const tab = openTab({ url: line.url, publishableKey: backend.publishableKey, browser, localSignIn })
  tabs.push(tab)
  return tab
}

const status = (tab: Tab) => tab.session.getState().status
const isSettled = (tab: Tab) => until(tab.session, (state) => state.status !== 'loading')

/** Changes what the browser keeps of the session. */
function damage(
  change: (session: { access_token: string; refresh_token: string; expires_at: number }) => void,
) {
  const key = 'eliza.session'
  const session = JSON.parse(browser.storage.getItem(key) ?? '')
  change(session)
  browser.storage.setItem(key, JSON.stringify(session))
}

const readRows = (tab: Tab) => tab.supabase.from('eliza_python_executions').select('id')

test('where the backend allows it the owner is signed in without a form, and the same one after a reload', async () => {
  const first = open(true)
  await isSettled(first)
  expect(first.session.getState()).toMatchObject({ status: 'signed-in', userId: expect.any(String) })
  const again = open(true)
  await isSettled(again)
  expect(again.session.getState()).toEqual(first.session.getState())
})

test('elsewhere one signs in with e-mail and password, and wrong ones get a sentence', async () => {
  const user = await signUpTestUser(backend)
  const tab = open(false)
  await isSettled(tab)
  expect(status(tab)).toBe('signed-out')
  expect(tab.session.userId()).toBeNull()
  expect(tab.session.canSignInAsOwner).toBe(false)
  expect(await tab.session.signIn(user.email, 'wrong')).toEqual({
    ok: false,
    message: 'E-mail or password is wrong. Check both and try again.',
  })
  expect(await tab.session.signIn(user.email, user.password)).toEqual({ ok: true, notice: null })
  expect(tab.session.getState()).toEqual({ status: 'signed-in', userId: user.userId, email: user.email })
  expect(tab.session.userId()).toBe(user.userId)
})

test('a new account is signed in at once, and a second one of the same address is refused', async () => {
  const tab = open(false)
  const email = `new-${Date.now()}@example.com`
  expect(await tab.session.signUp(email, 'short')).toMatchObject({ ok: false })
  expect(await tab.session.signUp(email, 'long enough')).toEqual({ ok: true, notice: null })
  expect(status(tab)).toBe('signed-in')
  expect(await open(false).session.signUp(email, 'long enough')).toMatchObject({ ok: false })
})

test('after an explicit sign-out the owner is not signed in by itself, also after a reload, but on request', async () => {
  const tab = open(true)
  await isSettled(tab)
  await tab.session.signOut()
  expect(status(tab)).toBe('signed-out')
  expect((await readRows(tab)).data ?? []).toEqual([])
  expect(status(tab)).toBe('signed-out')
  const reloaded = open(true)
  await isSettled(reloaded)
  expect(status(reloaded)).toBe('signed-out')
  expect(await reloaded.session.signInAsOwner()).toEqual({ ok: true, notice: null })
  expect(status(reloaded)).toBe('signed-in')
})

test('signing out works while the backend is away', async () => {
  const tab = open(true)
  await isSettled(tab)
  line.state = 'down'
  await tab.session.signOut()
  expect(status(tab)).toBe('signed-out')
  line.state = 'up'
  const reloaded = open(true)
  await isSettled(reloaded)
  expect(status(reloaded)).toBe('signed-out')
})

test('a backend that is away at the start is asked again until it is there', async () => {
  line.state = 'down'
  const tab = open(true)
  await until(tab.session, (state) => state.status === 'failed')
  expect(tab.session.getState()).toMatchObject({ message: expect.stringContaining('does not answer') })
  line.state = 'up'
  await until(tab.session, (state) => state.status === 'signed-in')
})

test('an expired token is refreshed before it is used', async () => {
  const tab = open(true)
  await isSettled(tab)
  damage((session) => {
    session.expires_at = Math.floor(Date.now() / 1000) - 10
  })
  expect((await readRows(tab)).status).toBe(200)
  expect(line.seen).toContain('POST /auth/v1/token')
  expect(line.seen.filter((request) => request.startsWith('GET /rest'))).toHaveLength(1)
})

test('a token that the backend refuses is renewed, and the question asked again', async () => {
  const user = await signUpTestUser(backend)
  const tab = open(false)
  await tab.session.signIn(user.email, user.password)
  damage((session) => {
    session.access_token = session.access_token.replace(/\.[^.]*$/, `.${'A'.repeat(43)}`)
  })
  expect((await readRows(tab)).status).toBe(200)
  expect(tab.session.getState()).toMatchObject({ userId: user.userId })
})

test('a session that is lost altogether leads to the sign-in page, or to the owner where that is allowed', async () => {
  const loseSession = () =>
    damage((session) => {
      session.expires_at = 1
      session.refresh_token = 'unknown'
    })
  const tab = open(true)
  await isSettled(tab)
  loseSession()
  expect((await tab.session.authorize())?.userId).toBeTypeOf('string')
  expect(status(tab)).toBe('signed-in')

  const user = await signUpTestUser(backend)
  const other = open(false)
  await other.session.signIn(user.email, user.password)
  loseSession()
  expect(await other.session.authorize()).toBeNull()
  expect(status(other)).toBe('signed-out')
})

test('after a reload onto replaced data the new owner is signed in, and no old request is repeated for them', async () => {
  const before = open(true)
  await isSettled(before)
  const replaced = await startTestBackend()
  try {
    line.target = replaced.url
    const reloaded = openTab({
      url: line.url,
      publishableKey: replaced.publishableKey,
      browser,
      localSignIn: true,
    })
    tabs.push(reloaded)
    await isSettled(reloaded)
    expect((await readRows(reloaded)).status).toBe(401)
    const owner = reloaded.session.getState()
    expect(owner.status).toBe('signed-in')
    expect(owner).not.toEqual(before.session.getState())
    expect((await readRows(reloaded)).status).toBe(200)
  } finally {
    await replaced.stop()
  }
}, 90_000)
