import { expect, test } from 'vitest'
import { defaultLimits } from './workerProtocol.ts'
import { runFailureMessage, runFailureSentence } from './runFailures.ts'

test('names the limits that really held', () => {
  expect(runFailureMessage('timed-out', { ...defaultLimits, runSeconds: 45 })).toContain('45 s')
  expect(
    runFailureMessage('out-of-memory', { ...defaultLimits, runSeconds: 45, memoryMegabytes: 256 }),
  ).toContain('256 MB')
})

test.each([null, 'a-code-of-later', 'constructor'])('has a sentence for %j too', (code) => {
  expect(runFailureSentence(code)).toBe('The run failed.')
})
