import { expect, test } from 'vitest'
import { asOneUser } from './asOneUser.ts'

/** `known`: by this page; `current`: for the backend. */
function newSession(known: string | null, current: string | null) {
  const session = {
    current,
    userId: () => known,
    authorize: async () =>
      session.current === null ? null : { userId: session.current, accessToken: `of ${session.current}` },
  }
  return session
}

test('who signs in later is not authorized', async () => {
  const session = newSession('ada', 'ada')
  const { authorize } = asOneUser(session)
  expect(await authorize()).toEqual({ userId: 'ada', accessToken: 'of ada' })
  session.current = 'bob'
  expect(await authorize()).toBeNull()
  session.current = null
  expect(await authorize()).toBeNull()
  session.current = 'ada'
  expect(await authorize()).toEqual({ userId: 'ada', accessToken: 'of ada' })
})

test('another tab may change the user before this page knows of it', async () => {
  const session = newSession('ada', 'bob')
  expect(await asOneUser(session).authorize()).toBeNull()
})

test('before anybody is known the first one counts', async () => {
  const session = newSession(null, 'ada')
  const { authorize } = asOneUser(session)
  expect(await authorize()).toMatchObject({ userId: 'ada' })
  session.current = 'bob'
  expect(await authorize()).toBeNull()
})
