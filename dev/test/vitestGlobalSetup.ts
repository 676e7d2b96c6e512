/** One backend for all tests of a run, with the outside world played on loopback. */
import type { TestProject } from 'vitest/node'
import { startAiTwin } from '../twins/aiTwin.ts'
import { startTestBackend } from './testBackend.ts'
import { startTwins } from '../twins/twins.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** For `signUpTestUser` and for plain requests. */
    backend: { readonly url: string; readonly publishableKey: string; readonly secretKey: string }
    /** Where the outside world is played. */
    twins: { readonly url: string; readonly hostPort: string }
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const twins = await startTwins()
  const ai = await startAiTwin()
  const backend = await startTestBackend({
    extraFunctionsDirectory: 'e2e/functions',
    functionsEnvironment: {
      SUPPORTXMR_API_URL: twins.miningUrl,
      BROWSE_ALLOW_HOSTS: twins.hostPort,
      ...ai.environment,
      // Tests of embedding have a backend of their own.
      EMBEDDING_PROVIDER: 'none',
    },
  })
  const { url, publishableKey, secretKey } = backend
  project.provide('backend', { url, publishableKey, secretKey })
  project.provide('twins', { url: twins.url, hostPort: twins.hostPort })
  return async () => {
    await backend.stop()
    await twins.stop()
    await ai.stop()
  }
}
