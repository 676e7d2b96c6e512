import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseWorkflow } from '../../lib/parseWorkflow.ts'
import { createWorkflowLibrary } from './createWorkflowLibrary.ts'

const folder = new URL('../../workflows/', import.meta.url)
const workflows = readdirSync(folder)
  .filter((name) => name.endsWith('.py'))
  .map((name) => parseWorkflow(name, readFileSync(new URL(name, folder), 'utf8')))
const library = createWorkflowLibrary(() => Promise.resolve(workflows))

test.each([
  ['How do I gather data from several sources in parallel?', 'parallel_data_gathering'],
  ['say hello', 'hello_world'],
  ['please read me a spoken report', 'spoken_report'],
  ['a long computatoin with progress', 'long_computation'],
  ['remember something and tell me', 'remember_and_tell'],
])('%s finds %s first', async (question, id) => {
  expect((await library.match(question))[0]).toMatchObject({ id })
})

test('what has nothing to do with any workflow finds none', async () => {
  expect(await library.match('Xylophon Quittenmus')).toEqual([])
  expect(await library.match('what is this')).toEqual([])
  expect(await library.match('')).toEqual([])
})

test('a workflow is read by its id, and the library is loaded again when that failed', async () => {
  let tries = 0
  const flaky = createWorkflowLibrary(() =>
    tries++ === 0 ? Promise.reject(new Error('offline')) : Promise.resolve(workflows),
  )
  await expect(flaky.match('hello')).rejects.toThrow('offline')
  expect((await flaky.read('hello_world'))?.code).toContain('print')
  expect(await flaky.read('no_such')).toBe(null)
})
