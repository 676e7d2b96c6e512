/**
 * Replaces Pyodide's lock file, since Deno and browsers import JSON differently (server/deno/importMap.json).
 */
import lock from '../../../node_modules/pyodide/pyodide-lock.json' with { type: 'json' }

export const { info } = lock
