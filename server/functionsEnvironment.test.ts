import { expect, test } from 'vitest'
import { functionsEnvironment } from './functionsEnvironment.ts'

test('a variable that .env.example names is passed on, any other is not', () => {
  const passed = functionsEnvironment({ MINING_WALLET_ADDRESS: '4abc', HOME: '/home/me', MY_TOKEN: 'secret' })
  expect(passed).toMatchObject({ MINING_WALLET_ADDRESS: '4abc' })
  expect(Object.values(passed)).not.toContain('secret')
  expect(Object.values(passed)).not.toContain('/home/me')
})

test('an empty variable is as if it were unset', () => {
  expect(functionsEnvironment({ BROWSE_ALLOW_HOSTS: '' })).not.toHaveProperty('BROWSE_ALLOW_HOSTS')
})
