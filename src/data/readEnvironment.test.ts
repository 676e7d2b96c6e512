import { expect, test } from 'vitest'
import { readEnvironment } from './readEnvironment.ts'

/** A document whose meta element has this content; null for none. */
const page = (content: string | null) => ({
  querySelector: () => (content === null ? null : ({ getAttribute: () => content } as never)),
})
const origin = 'http://127.0.0.1:5173'

test('the variables of a hosted project win over the page', () => {
  const variables = {
    VITE_SUPABASE_URL: 'https://x.supabase.co/',
    VITE_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
  }
  expect(
    readEnvironment({ variables, document: page('{"publishableKey":"k","localSignIn":true}'), origin }),
  ).toEqual({
    url: 'https://x.supabase.co',
    publishableKey: 'sb_publishable_x',
    localSignIn: false,
    realtime: true,
    mail: true,
  })
})

test('the embedded backend is found at the own origin', () => {
  const document = page('{"publishableKey":"k","localSignIn":true}')
  const environment = readEnvironment({ variables: { VITE_SUPABASE_URL: '' }, document, origin })
  expect(environment).toEqual({
    url: origin,
    publishableKey: 'k',
    localSignIn: true,
    realtime: false,
    mail: false,
  })
})

test.each([null, '', '{', '{"publishableKey":1}'])('a page with %j says what is to be done', (content) => {
  expect(() => readEnvironment({ variables: {}, document: page(content), origin })).toThrow(/npm start/)
})
