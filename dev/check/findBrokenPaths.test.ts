/** Documents name only what exists. */
import { expect, test } from 'vitest'
import { findBrokenPaths } from './findBrokenPaths.ts'

const files = [
  'README.md',
  'docs/guide.md',
  'run/lead/createRunner.ts',
  'run/README.md',
  'contract/tools/remember.ts',
]

const broken = (text: string, document = 'README.md') =>
  findBrokenPaths(document, {
    files,
    textOf: (file) =>
      file === document ? text : file === 'docs/guide.md' ? '# The guide\n\n## Step 1: go' : '',
  })

test('a path that exists is accepted from the root and from the folder of the document', () => {
  expect(broken('`run/lead/createRunner.ts`, `run/lead/`, `run`')).toEqual([])
  expect(broken('`lead/createRunner.ts`', 'run/README.md')).toEqual([])
})

test('a file or folder that is missing is named with its document', () => {
  expect(broken('See `run/lead/createRun.ts` and `run/gone/`.')).toEqual([
    'README.md: there is no run/lead/createRun.ts',
    'README.md: there is no run/gone/',
  ])
  expect(broken('| `createRunner.ts` |')).toEqual(['README.md: there is no createRunner.ts'])
  expect(broken('`lead/createRun.ts`', 'run/README.md')).toEqual([
    'run/README.md: there is no lead/createRun.ts',
  ])
})

test('a placeholder needs a file that fits', () => {
  expect(broken('`contract/tools/<name>.ts` and `run/*/createRunner.ts`')).toEqual([])
  expect(broken('`contract/words/<name>.ts`')).toEqual(['README.md: there is no contract/words/<name>.ts'])
})

test('code that is no path, built files and fenced blocks are left alone', () => {
  const text =
    '`text/event-stream` `await tools.remember()` `dist/x.js` `supabase/functions/.env`\n\n```sh\n`run/gone.ts`\n```\n'
  expect(broken(text)).toEqual([])
})

test('a link needs its file and its heading', () => {
  expect(broken('[a](docs/guide.md#step-1-go) [b](https://example.com/x) [c](#here)\n\n# Here')).toEqual([])
  expect(broken('[a](docs/guide.md#step-2) [b](docs/none.md)')).toEqual([
    'README.md: the link docs/guide.md#step-2 leads nowhere',
    'README.md: the link docs/none.md leads nowhere',
  ])
})
