import { expect, inject, test } from 'vitest'
import { signUpTestUser } from '../dev/signUpTestUser.ts'

const backend = inject('backend')

test('a signed-in person stores a row and reads it back with ISO timestamps', async () => {
  const { client } = await signUpTestUser(backend)
  const id = crypto.randomUUID()
  const { error } = await client.from('eliza_python_executions').insert({ id, code: '1 + 1' })
  expect(error).toBeNull()
  const { data } = await client.from('eliza_python_executions').select('started_at').eq('id', id).single()
  expect(data?.started_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/)
})

test('an edge function acts for the person who calls it', async () => {
  const { client } = await signUpTestUser(backend)
  const stored = await client.functions.invoke('remember', { body: { content: 'the sky is green' } })
  console.log(stored.error && (await stored.error.context.text()))
  expect(stored.error).toBeNull()
  const { data } = await client.from('memories').select('content')
  expect(data).toEqual([{ content: 'the sky is green' }])
})
