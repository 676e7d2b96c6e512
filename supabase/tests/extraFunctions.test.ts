import { beforeAll, expect, test } from 'vitest'
import { sharedBackend } from '../../dev/test/sharedBackend.ts'
import { signUpTestUser } from '../../dev/test/signUpTestUser.ts'

let token: string
beforeAll(async () => {
  token = (await signUpTestUser(sharedBackend)).accessToken
})

async function call(name: string, payload: object = {}) {
  const { url, publishableKey } = sharedBackend
  const headers = { apikey: publishableKey, authorization: `Bearer ${token}` }
  const body = JSON.stringify(payload)
  const response = await fetch(`${url}/functions/v1/${name}`, { method: 'POST', headers, body })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

test('functions of a second folder are served beside the project’s own, and fail as they say', async () => {
  expect(await call('echoes', { a: [1] })).toMatchObject({ status: 200, text: '{"a":[1]}' })
  expect(await call('waits', { ms: 20 })).toMatchObject({ status: 200, text: '{"waited":20}' })
  expect(await call('answers-late', { ms: 20 })).toMatchObject({ status: 200, text: '{"late":true}' })
  expect(await call('answers-500')).toMatchObject({ status: 500, text: 'Internal Server Error' })
  expect(await call('answers-html')).toMatchObject({ status: 200, type: 'text/html' })
  expect(await call('answers-nothing')).toMatchObject({ status: 204, text: '' })
  expect(await call('answers-nothing', { status: 200 })).toMatchObject({ status: 200, text: '' })
  expect(await call('answers-own-error')).toMatchObject({ status: 422 })
  expect(await call('_shared')).toMatchObject({ status: 404 })
})

test('calls that wait are answered side by side', async () => {
  const order: string[] = []
  const long = call('waits', { ms: 5000 }).then(() => order.push('long'))
  await Promise.all(Array.from({ length: 9 }, () => call('waits').then(() => order.push('short'))))
  await long
  expect(order).toEqual([...Array<string>(9).fill('short'), 'long'])
})
