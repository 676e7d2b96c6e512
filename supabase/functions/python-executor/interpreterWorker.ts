/** The worker that holds Python on the server: the browser's own, in a Deno worker that may read Pyodide and nothing else. */
import './leaveDeno.ts'
// Second: Pyodide looks around when it is imported.
import '../../../src/workers/pythonWorker.ts'
