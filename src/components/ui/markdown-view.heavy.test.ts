/** No text is so made that laying it out holds the page: what is too much is shown as it is. */
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { toSpokenText } from '../../chat/voice/toSpokenText.ts'
import { MarkdownView } from './markdown-view.tsx'

const size = 40_000
const lines = (line: (n: number) => string) => {
  let text = ''
  for (let n = 0; text.length < size; n++) text += `${line(n)}\n`
  return text
}
const many = (part: string) => part.repeat(size / part.length)

const hostile = {
  ...Object.fromEntries(
    [
      '*a_ ',
      '~a_',
      '*a **b ',
      '**a *b ',
      '*a~b_c ',
      '[',
      '![',
      '[a](',
      '[a](b "',
      '[]',
      ']',
      '[a] ',
      '[^a] ',

      '>',
      '> ',
      '- ',
      '1. ',
      '* > ',
      '-\t',
      '>1) ',
      '`',
      '`a',
      '_',
      '_a ',
      '~',
      '~~a',
      '|',
      '|a',
      '#',
      '***',

      '<',
      '<a ',
      '<!-- ',
      '<?',
      '<![CDATA[',
      '&',
      '&amp;',
      '&#x',
      '\\*',
      'www.',
      'a@b.',
      'http://a ',
      'a.',
      ' ',
      '\t',

      '[a]: b\n',
      '[a]:\n',
      '[^a]: b\n',
      '- a\n',
      '> a\n',
      '- [ ] a\n',
      'a\n',
      'a  \n',
      'a\n---\n',
      '```\n',
      '> ```\n',
      '***\n',

      '*a_\n',
      '\n*a_ ',
      '\r*a_ ',
      '<b>*a_ ',
      '$a$ ',
      '*a\u00a0_',
    ].map((part) => [part, many(part)]),
  ),
  'emphasis in emphasis': `${'*a '.repeat(size / 4)}${'a* '.repeat(size / 4)}`,
  'emphasis after an open fence in a list': `- a\n  \`\`\`\n${many('*a_ ')}`,
  'emphasis after a fence in HTML': `<!--\n\`\`\`\n-->\n${many('*a_ ')}`,
  'emphasis after a fence in a quote': `> \`\`\`\n${many('*a_ ')}`,
  'emphasis in a table': `|a|b|\n|-|-|\n|${many('*a_ ')}|x|`,
  'emphasis in a heading': `# ${many('*a_ ')}`,
  'quotes in quotes': lines((n) => `${'>'.repeat(n)} a`),
  'lists in lists': lines((n) => `${' '.repeat(n * 2)}- a`),
  'lists in lists by tabs': lines((n) => `${'\t'.repeat(n)}- a`),
  'backticks of all lengths': lines((n) => `${'`'.repeat(n)}a`),
  'definitions and their uses': `${lines((n) => `[a${n}]: b${n}`)}\n${many('[a1] ')}`,
  'a table of many columns': `${many('|a')}\n${many('|-')}\n${many('|b')}`,
  'a megabyte of blocks': 'a\n\n'.repeat(333_333),
}

test.each(Object.entries(hostile))('%j is laid out in a moment', (_name, source) => {
  const begun = process.cpuUsage()
  renderToStaticMarkup(createElement(MarkdownView, { source }))
  toSpokenText(source)
  // Of this process. A slow machine takes up to 4 s; without a bound, the worst of them take minutes or overflow the stack.
  const { user, system } = process.cpuUsage(begun)
  expect((user + system) / 1000).toBeLessThan(20_000)
})
