/** The Python that ships, in Node: the same precompiled packages and the same entry as in the browser's worker. */
import { readFile } from 'node:fs/promises'
import { loadPyodide } from 'pyodide'
import { buildPythonAssets } from '../../dev/buildPythonAssets.ts'

export interface Outcome {
  readonly status: 'completed' | 'failed'
  readonly result?: { readonly 'application/json'?: string; readonly 'text/plain': string } | null
  readonly code?: string
  readonly message?: string
  readonly traceback?: string | null
  readonly line?: number | null
  readonly exitCode: number
  readonly leftoverTasks: number
}

interface TestPython {
  /** Runs a script to its outcome. */
  run(source: string): Promise<Outcome>
  cancel(): boolean
  /** What was printed since the last call, both streams together. */
  takeOutput(): string
}

/** `answer` plays the page: the reply to a tool call, as JSON text. */
export async function startPython(
  answer: (tool: string, argumentsJson: string) => Promise<string>,
): Promise<TestPython> {
  const { files } = await buildPythonAssets()
  const python = await loadPyodide()
  python.FS.writeFile('/lib/eliza.zip', await readFile(files['eliza.zip']))
  python.runPython('import sys; sys.path.append("/lib/eliza.zip")')
  let output = ''
  const decoder = new TextDecoder()
  const write = (bytes: Uint8Array) => {
    output += decoder.decode(bytes, { stream: true })
    return bytes.length
  }
  python.setStdout({ write })
  python.setStderr({ write })
  python.pyimport('eliza_tools.bridge').connect(answer)
  const execute = python.pyimport('eliza_runtime.execute')
  execute.prepare(() => false)
  return {
    run: async (source) => JSON.parse(await execute.run(source)),
    cancel: () => execute.cancel(),
    takeOutput() {
      const taken = output
      output = ''
      return taken
    },
  }
}
