/** The server's Python worker: the browser's, in a Deno worker that may read Pyodide and nothing else. */
import './leaveDeno.ts'
// Second: Pyodide inspects its environment when it is imported.
import { servePython } from '../../../run/worker/servePython.ts'

servePython()
