import { expect, test } from 'vitest'
import { followEdit, placeWords, spanAt } from './placeWords.ts'

test('later versions replace earlier ones, and what was typed around them stays', () => {
  const first = placeWords('Hello world', spanAt(5), 'dear')
  expect(first.text).toBe('Hello dear world')
  const second = placeWords(first.text, first.span, 'deer in the')
  expect(second.text).toBe('Hello deer in the world')
  expect(placeWords(second.text, second.span, '').text).toBe('Hello world')
})

test('a space parts words from those typed before and after', () => {
  expect(placeWords('onetwo', spanAt(3), 'and').text).toBe('one and two')
  expect(placeWords('one\n', spanAt(4), 'two').text).toBe('one\ntwo')
  expect(placeWords('', spanAt(0), ' two ').text).toBe('two')
})

test('typing before and after the words leaves them changeable', () => {
  const { text, span } = placeWords('ab', spanAt(2), 'heard')
  const typed = `>> ${text}!`
  const followed = followEdit(`>> ${text}`, typed, followEdit(text, `>> ${text}`, span))
  expect(placeWords(typed, followed, 'heard more').text).toBe('>> ab heard more!')
})

test('words that were typed into stay as they are, and only what is heard afterwards comes', () => {
  const { text, span } = placeWords('', spanAt(0), 'I red it')
  const mended = 'I read it'
  const followed = followEdit(text, mended, span)
  const next = placeWords(mended, followed, 'I red it today')
  expect(next.text).toBe('I read it today')
})

test('a field that was emptied is filled with what is heard afterwards', () => {
  const { text, span } = placeWords('typed', spanAt(5), 'said')
  expect(placeWords('', followEdit(text, '', span), 'said more').text).toBe('more')
})
