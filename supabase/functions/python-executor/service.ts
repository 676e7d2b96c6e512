/** python-executor as a service of its own (see Dockerfile), for servers without workers. */
import { pythonExecutorFunction } from '../../../contract/run/pythonExecutor.ts'
import { readVariable } from '../_shared/ai/readVariable.ts'
import { logFault } from '../_shared/logFault.ts'
import { servePost } from '../_shared/servePost.ts'
import { createExecutor } from './createExecutor.ts'
import { readSettings } from './readSettings.ts'

// Never forwards: two services that point at each other would loop forever.
const answer = servePost(pythonExecutorFunction, createExecutor({ ...readSettings(), service: undefined }))

// An unhandled rejection of one run must not end the others.
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
    return new Response('Not found.', { status: 404 })
  },
)

// PID 1 of a container ignores these signals by default. Current runs may finish.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  Deno.addSignalListener(signal, () => void server.shutdown().then(() => Deno.exit(0)))
