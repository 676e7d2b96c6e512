/** The one tool of a chat's model, execute_python, and the explanations of invalid calls. */
import { tool, type ToolSet } from 'ai'
import { executePythonInput } from '../../../contract/chat/chat.ts'
import { findTool } from '../../../contract/tools/manifest.ts'

export const pythonTool = 'execute_python'

/** Without `execute`: the caller of the SDK runs the code. */
export const pythonTools: ToolSet = {
  [pythonTool]: tool({
    description: 'Runs Python at once and gives what it printed, its result and its error.',
    inputSchema: executePythonInput,
  }),
}

/** Explains to the model what to do after it called an unknown tool, or execute_python without code. */
export function explainWrongCall(name: string): string {
  if (name === pythonTool) {
    return `${pythonTool} takes {"code": "…"} with Python as a text, and was called with something else. Call it again with that.`
  }
  const known = findTool(name)
  const instead =
    known === undefined
      ? `The only one is ${pythonTool}.`
      : `Call ${pythonTool} with Python that does it: await tools.${known.name}(…).`
  return `There is no tool named ${JSON.stringify(name.slice(0, 100))} to call. ${instead}`
}
