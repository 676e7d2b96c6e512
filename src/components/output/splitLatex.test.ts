import { expect, test } from 'vitest'
import { splitLatex } from './splitLatex.ts'

const display = (source: string) => ({ kind: 'formula', source, isDisplay: true })
const inline = (source: string) => ({ kind: 'formula', source, isDisplay: false })
const text = (source: string) => ({ kind: 'text', source, isDisplay: false })

test.each([['x^2'], ['$x^2$'], ['$$x^2$$'], ['\\(x^2\\)'], ['\\[x^2\\]'], [' $x^2$\n']])(
  '%j is one formula on a line of its own',
  (latex) => {
    expect(splitLatex(latex)).toEqual([display('x^2')])
  },
)

test('text with several formulas in it is split at their delimiters', () => {
  expect(splitLatex('From $a$ and \\(b\\) follows $$c$$ or \\[d\\].')).toEqual([
    text('From '),
    inline('a'),
    text(' and '),
    inline('b'),
    text(' follows '),
    display('c'),
    text(' or '),
    display('d'),
    text('.'),
  ])
  expect(splitLatex('$$a$$ $$b$$')).toEqual([display('a'), text(' '), display('b')])
})

test('what a backslash stands before is no delimiter', () => {
  expect(splitLatex('costs \\$5 for $n$')).toEqual([text('costs $5 for '), inline('n')])
  expect(splitLatex('$a \\$ b$')).toEqual([display('a \\$ b')])
  expect(splitLatex('\\begin{aligned}a\\\\[2pt]b\\end{aligned}')).toEqual([
    display('\\begin{aligned}a\\\\[2pt]b\\end{aligned}'),
  ])
})

test.each([['$'], ['costs 5$'], ['$$'], ['']])('%j has no formula to find, and is taken for one', (latex) => {
  expect(splitLatex(latex)).toEqual([display(latex)])
})

test('more formulas than a page draws at once stay text, and openings without end cost no time', () => {
  expect(splitLatex('$x$ '.repeat(600)).filter(({ kind }) => kind === 'formula')).toHaveLength(500)
  expect(splitLatex('\\['.repeat(500_000))).toHaveLength(1)
})

test.each(['x'.repeat(20_001), `$${'{'.repeat(20_001)}$`, `$$${'\\frac'.repeat(10_000)}$$`])(
  'a formula that is too long stays text',
  (latex) => {
    expect(splitLatex(latex)).toEqual([{ kind: 'text', source: latex, isDisplay: false }])
  },
)
