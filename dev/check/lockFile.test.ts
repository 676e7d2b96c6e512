import { expect, test } from 'vitest'
import { z } from 'zod'
import lockFile from '../../package-lock.json' with { type: 'json' }

const packages = z.record(
  z.string(),
  z.looseObject({
    integrity: z.string().optional(),
    link: z.boolean().optional(),
    inBundle: z.boolean().optional(),
  }),
)

test('npm ci checks every package, also those of other platforms', () => {
  const unchecked = Object.entries(packages.parse(lockFile.packages))
    .filter(([path, { integrity, link, inBundle }]) => path !== '' && !integrity && !link && !inBundle)
    .map(([path]) => path)
  expect(unchecked).toEqual([])
})
