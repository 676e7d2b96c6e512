/** Stands in for Pyodide's lock file where Deno would want it imported in another way than browsers do (server/deno/importMap.json). */
import lock from '../../../node_modules/pyodide/pyodide-lock.json' with { type: 'json' }

export const { info } = lock
