import { expect, test } from 'vitest'
import { findUnreadRequirements, readRequirements } from './readRequirements.ts'

test('requirements stand in comments at the top, one or several in a line', () => {
  const code = `#!/usr/bin/env python
# A script.
# requirements: cowsay, requests[socks, security]>=2, <3,attrs ~= 23.1
#Requirements: idna ; python_version < "4"\r

import cowsay
# requirements: late`
  expect(readRequirements(code)).toEqual([
    'cowsay',
    'requests[socks, security]>=2, <3',
    'attrs ~= 23.1',
    'idna ; python_version < "4"',
  ])
})

test.each([
  '',
  'print(1)',
  '"""\n# requirements: x\n"""',
  '# requirement: x',
  '# requirements:',
  'x # requirements: y',
])('there are none in %j', (code) => {
  expect(readRequirements(code)).toEqual([])
})

test('those below the code are found, which are not read', () => {
  expect(
    findUnreadRequirements('# requirements: a\n\nimport b\n# Requirements: c\nx = 1\n# requirements: d'),
  ).toEqual([3, 5])
  expect(
    findUnreadRequirements('# requirements: a\nx = 1  # requirements: b\n    # requirements: c'),
  ).toEqual([])
})
