import { expect, test } from 'vitest'
import { toSpokenText } from './toSpokenText.ts'

test.for([
  ['**Bold** and _so on_, ~~gone~~ `x`', 'Bold and so on, gone x.'],
  ['# Result\n\nIt is 42.', 'Result.\nIt is 42.'],
  ['- one\n- two!\n  1. deep?', 'one.\ntwo!\ndeep?'],
  ['Look:\n\n```python\nprint(1)\n```\n\n    indented\n\nDone', 'Look:\nDone.'],
  [
    'See [the docs](https://a.example/b) or <https://www.a.example/very/long?x=1>',
    'See the docs or a.example.',
  ],
  ['| a | b |\n|---|---|\n| 1 | **2** |', 'a, b.\n1, 2.'],
  ['<b>raw</b> <script>alert(1)</script>\n\n<div>block</div>', 'raw alert(1).'],
  ['![a chart](data:image/png;base64,AAAA) said “so.”', 'a chart said “so.”'],
  ['two\nlines  \nthree', 'two lines three.'],
  ['> quoted\n\n---\n\n***', 'quoted.'],
  ['', ''],
  ['```python\nprint(1)', ''],
] as const)('%j is read as %j', ([markdown, words]) => {
  expect(toSpokenText(markdown)).toBe(words)
})
