/**
 * The server's Python worker: the browser's worker code in a Deno worker that may only read its own files.
 */
import './leaveDeno.ts'
// Must come after leaveDeno: Pyodide inspects its environment when it is imported.
import { servePython } from '../../../run/worker/servePython.ts'

servePython()
