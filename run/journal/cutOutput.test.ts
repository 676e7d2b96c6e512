import { expect, test } from 'vitest'
import type { RunDisplay } from '../../contract/run/displayBundle.ts'
import { cutOutput, type OutputText } from './cutOutput.ts'

const out = (text: string): OutputText => ({ stream: 'stdout', text })
const shown = (position: number): RunDisplay => ({ bundle: { 'text/plain': 'x' }, position, at: 0 })
const texts = (output: OutputText[], displays: RunDisplay[]) =>
  cutOutput(output, displays).map(({ text }) => text.map((piece) => piece.text).join('|'))

test('cuts the output where something was shown', () => {
  expect(texts([out('ab'), out('cd')], [shown(2)])).toEqual(['ab', 'cd'])
  expect(texts([out('abcd')], [shown(1), shown(1), shown(3)])).toEqual(['a', '', 'bc', 'd'])
  expect(texts([out('ab'), out('cd')], [shown(3)])).toEqual(['ab|c', 'd'])
})

test('leaves output without displays as it is, and pieces that are not cut', () => {
  const output = [out('ab'), out('cd')]
  expect(cutOutput(output, [])[0]?.text).toBe(output)
  expect(cutOutput(output, [shown(2)])[0]?.text[0]).toBe(output[0])
})

test('shows all output also where a position is beyond it', () => {
  expect(texts([out('ab')], [shown(99)])).toEqual(['ab', ''])
})
