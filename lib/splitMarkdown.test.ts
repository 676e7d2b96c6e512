import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { splitMarkdown } from './splitMarkdown.ts'

const documents = ['.', 'docs', 'docs/decisions'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`),
)

test.each(documents)('%s is laid out as a whole', (path) => {
  const source = readFileSync(path, 'utf8')
  expect(splitMarkdown(source)).toEqual({ markdown: source, rest: '' })
})

test.each([
  [
    'a program of 400 lines',
    `Look:\n\`\`\`python\n${'some_name = other_name(*args, **more)[0]\n'.repeat(400)}\`\`\`\nDone.`,
  ],
  ['a list of 1,000 items', '- **Name**: a [link](https://a.example) and `code`\n'.repeat(1_000)],
  ['a table of 200 rows', `|a|b|c|\n|-|-|-|\n${'|one|**two**|three|\n'.repeat(200)}`],
  ['ten levels of lists', Array.from({ length: 10 }, (_, n) => `${'  '.repeat(n)}- a\n`).join('')],
])('%s is laid out as a whole', (_what, source) => {
  expect(splitMarkdown(source).rest).toBe('')
})

test('what is before the block that is too much is laid out, and nothing is lost', () => {
  const bad = '*a_ '.repeat(10_000)
  expect(splitMarkdown(`# Title\n\nFirst.\n\n${bad}`)).toEqual({
    markdown: '# Title\n\nFirst.\n',
    rest: `\n${bad}`,
  })
  expect(splitMarkdown(`one\r\n\r\n${'>'.repeat(100)}\r\nlast`)).toEqual({
    markdown: 'one\r\n',
    rest: `\r\n${'>'.repeat(100)}\r\nlast`,
  })
})
