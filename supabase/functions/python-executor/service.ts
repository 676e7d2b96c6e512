/** python-executor as a service of its own, for servers that have no workers: what the container runs (see Dockerfile). */
import { pythonExecutorFunction } from '../../../contract/run/pythonExecutor.ts'
import { readVariable } from '../_shared/ai/readVariable.ts'
import { logFault } from '../_shared/logFault.ts'
import { servePost } from '../_shared/servePost.ts'
import { createExecutor } from './createExecutor.ts'
import { readSettings } from './readSettings.ts'

// It forwards to nobody: two that named each other would never end.
const answer = servePost(pythonExecutorFunction, createExecutor({ ...readSettings(), service: undefined }))

// One run's forgotten promise must not end the others.
for (const event of ['unhandledrejection', 'error'])
  globalThis.addEventListener(event, (fault) => {
    fault.preventDefault()
    logFault('uncaught', 'reason' in fault ? fault.reason : 'error' in fault ? fault.error : fault)
  })

const server = Deno.serve(
  { hostname: readVariable('HOST') ?? '0.0.0.0', port: Number(readVariable('PORT') ?? 8000) },
  (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/health') return new Response('ok')
    if (pathname === `/${pythonExecutorFunction}`) return answer(request)
    return new Response('There is nothing here.', { status: 404 })
  },
)

// As the first process of a container it would not hear them otherwise. Runs that are going on may end.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  Deno.addSignalListener(signal, () => void server.shutdown().then(() => Deno.exit(0)))
