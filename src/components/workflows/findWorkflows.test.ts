import { expect, test } from 'vitest'
import { findWorkflows } from './findWorkflows.ts'

const pool = {
  id: 'pool',
  title: 'Pool figures',
  summary: 'Hash rate and shares.',
  tags: ['data'],
  tools: ['get_mining_stats'],
  code: '',
}
const page = {
  id: 'page',
  title: 'Read a page',
  summary: 'Title and text.',
  tags: ['web'],
  tools: ['browse_web'],
  code: '',
}
const find = (search: string) => findWorkflows([pool, page], search).map(({ id }) => id)

test.each([
  ['', ['pool', 'page']],
  ['  ', ['pool', 'page']],
  ['POOL', ['pool']],
  ['shares', ['pool']],
  ['web', ['page']],
  ['mining_stats', ['pool']],
  ['text read', ['page']],
  ['text shares', []],
])('the search %j finds %j', (search, expected) => {
  expect(find(search)).toEqual(expected)
})
