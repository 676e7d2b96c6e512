import { expect, test } from 'vitest'
import { asOneUser } from './asOneUser.ts'
import type { SessionState } from './createSession.ts'

function newSession(state: SessionState, userId: string | null) {
  const session = {
    userId,
    getState: () => state,
    authorize: async () =>
      session.userId === null ? null : { userId: session.userId, accessToken: `of ${session.userId}` },
  }
  return session
}

test('who signs in later is not authorized', async () => {
  const session = newSession({ status: 'signed-in', userId: 'ada', email: null }, 'ada')
  const { authorize } = asOneUser(session)
  expect(await authorize()).toEqual({ userId: 'ada', accessToken: 'of ada' })
  session.userId = 'bob'
  expect(await authorize()).toBeNull()
  session.userId = null
  expect(await authorize()).toBeNull()
  session.userId = 'ada'
  expect(await authorize()).toEqual({ userId: 'ada', accessToken: 'of ada' })
})

test('another tab may change the user before this page knows of it', async () => {
  const session = newSession({ status: 'signed-in', userId: 'ada', email: null }, 'bob')
  expect(await asOneUser(session).authorize()).toBeNull()
})

test('before anybody is known the first one counts', async () => {
  const session = newSession({ status: 'loading' }, 'ada')
  const { authorize } = asOneUser(session)
  expect(await authorize()).toMatchObject({ userId: 'ada' })
  session.userId = 'bob'
  expect(await authorize()).toBeNull()
})
