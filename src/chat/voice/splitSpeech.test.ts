import { expect, test } from 'vitest'
import { splitSpeech } from './splitSpeech.ts'

test.for([
  ['', 10, []],
  ['  \n ', 1, []],
  ['Short.', 10, ['Short.']],
  ['One two. Three four. Five', 12, ['One two.', 'Three four.', 'Five']],
  ['One\nTwo three', 9, ['One', 'Two three']],
  ['alpha beta gamma', 11, ['alpha beta', 'gamma']],
  ['3.14159 is pi', 9, ['3.14159', 'is pi']],
  ['abcdefgh', 3, ['abc', 'def', 'gh']],
  ['ab😀cd', 3, ['ab', '😀c', 'd']],
] as const)('%j in pieces of %d', ([text, atMost, pieces]) => {
  expect(splitSpeech(text, atMost)).toEqual(pieces)
})
