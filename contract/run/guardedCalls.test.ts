import { expect, test } from 'vitest'
import { findTool } from '../tools/manifest.ts'
import { guardCall, withoutRedirects } from './guardedCalls.ts'

function tool(name: string) {
  const found = findTool(name)
  if (found === undefined) throw new Error(`There is no ${name}`)
  return found
}
const url = 'https://example.com/?q=notes'
const invoke = (function_name: string, payload: object | null = null) => ({ function_name, payload })

test.each([
  ['match_memories', { query: 'x', limit: 1, threshold: 0 }, { kinds: [], address: null, runsCode: false }],
  ['remember', { content: 'x' }, { kinds: ['write'], address: null, runsCode: false }],
  ['ai_chat', { message: 'x' }, { kinds: ['spend'], address: null, runsCode: false }],
  ['browse_web', { url }, { kinds: ['browse'], address: url, runsCode: false }],
  ['invoke_function', invoke('remember'), { kinds: ['write'], address: null, runsCode: false }],
  [
    'invoke_function',
    invoke('browse-web', { url }),
    { kinds: ['write', 'browse'], address: url, runsCode: false },
  ],
  ['invoke_function', invoke('browse-web'), { kinds: ['write', 'browse'], address: '', runsCode: false }],
  ...['python-executor', 'ai-chat'].map(
    (name) =>
      [
        'invoke_function',
        invoke(name),
        { kinds: ['write', 'spend', 'browse'], address: null, runsCode: true },
      ] as const,
  ),
] as const)('%s %j may need approval as %j', (name, request, guarded) => {
  expect(guardCall(tool(name), request)).toEqual(guarded)
})

test('a call of a page refuses redirects to other hosts, by whatever tool it is made', () => {
  expect(withoutRedirects(tool('browse_web'), { url, redirects: 'follow' })).toEqual({
    url,
    redirects: 'same_host',
  })
  expect(
    withoutRedirects(tool('invoke_function'), invoke('browse-web', { url, redirects: 'follow' })),
  ).toEqual(invoke('browse-web', { url, redirects: 'same_host' }))
  expect(withoutRedirects(tool('remember'), { content: 'x' })).toEqual({ content: 'x' })
})
