/** The program that serves the shared backend and the world outside, until the process that started it lets go. */
import { startAiTwin } from '../twins/aiTwin.ts'
import { startTwins } from '../twins/twins.ts'
import { startTestBackend } from './testBackend.ts'

const [twins, ai] = await Promise.all([startTwins(), startAiTwin()])
const backend = await startTestBackend({
  extraFunctionsDirectory: 'e2e/functions',
  functionsEnvironment: {
    SUPPORTXMR_API_URL: twins.miningUrl,
    BROWSE_ALLOW_HOSTS: twins.hostPort,
    ...ai.environment,
    // Tests of embedding have functions of their own.
    EMBEDDING_PROVIDER: 'none',
  },
})

process.once('disconnect', () => {
  void (async () => {
    await Promise.all([backend.stop(), twins.stop(), ai.stop()])
    process.exit(0)
  })()
})
// The terminal sends it to everybody; the process that started this one says when its tests are over.
process.on('SIGINT', () => {})
const { url, publishableKey, secretKey, dataDirectory } = backend
process.send?.({
  backend: { url, publishableKey, secretKey, dataDirectory },
  twins: { url: twins.url, hostPort: twins.hostPort },
})
