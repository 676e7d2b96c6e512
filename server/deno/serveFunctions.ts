/**
 * The program of the Deno process: serves each <name>/index.ts of its folders at /<name>, like hosted
 * Supabase.
 */
import { AppError } from '../../contract/errors.ts'

type FunctionHandler = (request: Request, info: Deno.ServeHandlerInfo) => Response | Promise<Response>

const folders: readonly string[] = JSON.parse(Deno.env.get('FUNCTIONS_FOLDERS') ?? '[]')
const loadMilliseconds = 10_000
const loaded = new Map<string, Promise<FunctionHandler>>()
const registered = new Map<string, FunctionHandler>()
const serve = Deno.serve

/** Replaces Deno.serve: registers the handler under the name of the function that called it. */
function registerHandler(...call: unknown[]): unknown {
  const handler = call.flatMap((part) => {
    if (typeof part === 'function') return [part]
    if (typeof part === 'object' && part !== null && 'handler' in part) return [part.handler]
    return []
  })[0]
  // Functions load concurrently, so only the stack tells which one is calling.
  const { stack = '' } = new Error()
  const callers = folders.map((folder) => stack.split(folder)[1] ?? '')
  const name = callers.map((caller) => /^([^/]+)\/index\.ts/.exec(caller)?.[1]).find(Boolean)
  if (name === undefined || typeof handler !== 'function') {
    throw new Error('Deno.serve must be called with a handler, from the index.ts of a function')
  }
  registered.set(name, handler as FunctionHandler)
  return { finished: new Promise(() => {}), shutdown: () => Promise.resolve() }
}
Object.defineProperty(Deno, 'serve', { value: registerHandler })

async function load(name: string, file: URL): Promise<FunctionHandler> {
  const module: { default?: { fetch?: FunctionHandler } } = await import(file.href)
  const handler = module.default?.fetch?.bind(module.default) ?? registered.get(name)
  if (!handler) throw new Error('it neither exports default { fetch } nor calls Deno.serve')
  return handler
}

async function handlerOf(name: string, file: URL): Promise<FunctionHandler> {
  const loading = loaded.get(name) ?? load(name, file)
  loaded.set(name, loading)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`it did not load within ${loadMilliseconds / 1000} s`)),
      loadMilliseconds,
    )
  })
  try {
    return await Promise.race([loading, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The first folder that has the function wins. */
function fileOf(name: string): URL | undefined {
  if (!/^[A-Za-z][\w-]*$/.test(name)) return undefined
  return folders.map((folder) => new URL(`${name}/index.ts`, folder)).find(exists)
}

function exists(file: URL): boolean {
  try {
    return Deno.statSync(file).isFile
  } catch {
    return false
  }
}

const refuse = (error: AppError) => Response.json(error.toBody(), { status: error.status })

async function answer(request: Request, info: Deno.ServeHandlerInfo): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/_alive' && request.method === 'GET') return new Response('alive')
  const name = pathname.split('/')[1] ?? ''
  const file = fileOf(name)
  if (file === undefined) {
    const quoted = JSON.stringify(name.slice(0, 100))
    return refuse(new AppError('function-not-found', `This project has no edge function named ${quoted}.`))
  }
  try {
    const response: unknown = await (await handlerOf(name, file))(request, info)
    if (!(response instanceof Response)) throw new Error('it answered with something that is not a Response')
    return response
  } catch (error) {
    console.error(`The function ${name} failed:`, error)
    return refuse(new AppError('function-failed', `The edge function ${name} failed. Its log says why.`))
  }
}

// An unhandled rejection of one function must not end the others.
for (const event of ['unhandledrejection', 'error']) {
  globalThis.addEventListener(event, (fault) => {
    fault.preventDefault()
    console.error(
      'Uncaught in a function:',
      'reason' in fault ? fault.reason : 'error' in fault ? fault.error : fault,
    )
  })
}

async function exitWithParent(): Promise<void> {
  for await (const _ of Deno.stdin.readable) continue
  Deno.exit(0)
}
void exitWithParent()

serve(
  {
    hostname: '127.0.0.1',
    port: 0,
    onListen: ({ port }) => console.log(JSON.stringify({ port })),
  },
  answer,
)
