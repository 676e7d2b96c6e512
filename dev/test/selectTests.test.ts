import { expect, test } from 'vitest'
import { type Selection, selectTests } from './selectTests.ts'

test.each<[string, readonly string[], Selection]>([
  ['nothing', [], { unit: 'none', journeys: [] }],
  ['words', ['README.md', 'docs/deploy.md'], { unit: 'none', journeys: [] }],
  ['the page', ['src/app/pages.ts'], { unit: 'related', journeys: 'all' }],
  ['a unit test', ['lib/oneAtATime.test.ts'], { unit: 'related', journeys: [] }],
  ['a journey', ['e2e/chat.test.ts', 'README.md'], { unit: 'none', journeys: ['e2e/chat.test.ts'] }],
  ['what journeys share', ['e2e/journey.ts', 'e2e/chat.test.ts'], { unit: 'none', journeys: 'all' }],
  ['a function of the tests', ['e2e/functions/echo/index.ts'], { unit: 'all', journeys: 'all' }],
  ['a function', ['supabase/functions/remember/index.ts'], { unit: 'all', journeys: 'all' }],
  ['Python', ['python/eliza_tools/bridge.py'], { unit: 'all', journeys: 'all' }],
  ['a library’s version', ['package-lock.json'], { unit: 'all', journeys: 'all' }],
  [
    'a room that programs share',
    ['contract/errors.ts', 'src/app/pages.ts'],
    { unit: 'all', journeys: 'all' },
  ],
])('what a change of %s can break', (_what, changed, selection) => {
  expect(selectTests(changed)).toEqual(selection)
})
