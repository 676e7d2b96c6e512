/** Starts a worker without permissions, for code or text that may be hostile. */

const root = new URL('../../../', import.meta.url)

/**
 * @param readable Paths of the project with the worker's own code, which is public: all that it may read. It inherits none
 *   of this process's permissions.
 */
export function startClosedWorker(program: URL, name: string, readable: readonly string[]): Worker {
  const options = {
    type: 'module' as const,
    name,
    deno: {
      permissions: {
        read: readable.map((path) => new URL(path, root)),
        env: false,
        ffi: false,
        import: false,
        net: false,
        run: false,
        sys: false,
        write: false,
      },
    },
  }
  const worker = new Worker(program, options)
  // An uncaught error in the worker must not end this process.
  worker.addEventListener('error', (event) => event.preventDefault())
  return worker
}
