import { expect, test } from 'vitest'
import { runFailureSentence } from './runFailures.ts'
import { limits } from './workerProtocol.ts'

test('names the time limit that really holds', () => {
  expect(runFailureSentence('timed-out')).toContain(`${limits.runMilliseconds / 1000} s`)
})

test.each([null, 'a-code-of-later', 'constructor'])('has a sentence for %j too', (code) => {
  expect(runFailureSentence(code)).toBe('The run failed.')
})
