import { beforeEach, expect, test } from 'vitest'
import { matchMemories } from '../../contract/tools/matchMemories.ts'
import { sharedBackend } from '../../dev/test/sharedBackend.ts'
import { signUpTestUser, type TestUser } from '../../dev/test/signUpTestUser.ts'
import { callFunction } from './callFunction.ts'

let user: TestUser
beforeEach(async () => {
  user = await signUpTestUser(sharedBackend)
})

const remember = (memory: object, one = user) => callFunction('remember', memory, { token: one.accessToken })
async function match(query: string, options: { limit?: number } = {}, one = user) {
  const answer = await callFunction('match_memories', { query, ...options }, { token: one.accessToken })
  expect(answer.status).toBe(200)
  return matchMemories.result.parse(answer.body)
}

test('what is remembered is found again by another form of its words', async () => {
  const stored = await remember({ content: 'The pool paid 0.1 XMR', context_type: 'mining', importance: 0.8 })
  expect(stored).toMatchObject({ status: 200, body: { id: expect.any(String) } })
  const [found, ...others] = await match('pools paying')
  expect(others).toEqual([])
  expect(found).toMatchObject({ content: 'The pool paid 0.1 XMR', context_type: 'mining', importance: 0.8 })
  expect(new Date(found?.created_at ?? '').toISOString()).toMatch(/^20/)
})

test('more matching words rank higher, and the limit keeps the best', async () => {
  await remember({ content: 'Bread is baked in the morning', importance: 1 })
  await remember({ content: 'Bread and cheese make lunch', importance: 0 })
  await remember({ content: 'Nothing of the kind' })
  expect((await match('cheese bread')).map(({ content }) => content)).toEqual([
    'Bread and cheese make lunch',
    'Bread is baked in the morning',
  ])
  expect(await match('cheese bread', { limit: 1 })).toHaveLength(1)
})

test('queries without a word that counts find nothing', async () => {
  await remember({ content: 'the and of' })
  for (const query of ['the and of', '!!! &&& |', '()', "'", '\\', ':*', '<->', '😀']) {
    expect({ query, found: await match(query) }).toEqual({ query, found: [] })
  }
})

test('queries with the signs of the query language are words like any other', async () => {
  await remember({ content: "It's a well-known trick: a & b | c" })
  for (const query of ["it's trick", 'trick & (', 'well-known', 'known', "trick':*", 'trick \\', '!trick']) {
    expect({ query, found: (await match(query)).length }).toEqual({ query, found: 1 })
  }
})

test('nobody finds what another remembers', async () => {
  const other = await signUpTestUser(sharedBackend)
  await remember({ content: 'My secret garden' })
  await remember({ content: 'Their secret garden' }, other)
  expect((await match('secret garden')).map(({ content }) => content)).toEqual(['My secret garden'])
  expect((await match('secret garden', {}, other)).map(({ content }) => content)).toEqual([
    'Their secret garden',
  ])
})

test('a text that Postgres cannot hold is refused as the caller’s mistake', async () => {
  expect(await remember({ content: 'a\u0000b' })).toMatchObject({
    status: 400,
    body: { error: { code: 'tool-input-invalid' } },
  })
})

test('calls at the same time are all kept', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => remember({ content: `Parallel ${i}` })),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  expect(await match('parallel', { limit: 100 })).toHaveLength(20)
})
