/** Vitest's set-up of the tests that share a backend. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ProvidedContext } from 'vitest'
import type { TestProject } from 'vitest/node'
import { projectRoot } from '../../server/projectRoot.ts'

/** The backend has a process of its own: every import of every test passes through Vitest's. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const child = fork(join(projectRoot, 'dev/test/serveShared.ts'), {
    cwd: projectRoot,
    execArgv: ['--import', 'tsx'],
  })
  const ended = once(child, 'exit')
  const started = once(child, 'message')
  const [message] = await Promise.race([
    started,
    ended.then(([code]) => Promise.reject(new Error(`The shared backend ended with code ${code}`))),
  ])
  const { backend, twins }: ProvidedContext = message
  project.provide('backend', backend)
  project.provide('twins', twins)
  return async () => {
    child.disconnect()
    await ended
  }
}
