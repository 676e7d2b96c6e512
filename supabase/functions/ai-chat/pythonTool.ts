/** The one tool that a chat's model has, and what it is told when it calls it wrongly. */
import { tool, type ToolSet } from 'ai'
import { executePythonInput } from '../../../contract/chat/chat.ts'
import { findTool } from '../../../contract/tools/manifest.ts'

export const pythonTool = 'execute_python'

/** It has no way to run here: the caller does that. */
export const pythonTools: ToolSet = {
  [pythonTool]: tool({
    description: 'Runs Python at once and gives what it printed, its result and its error.',
    inputSchema: executePythonInput,
  }),
}

/** What to do instead, for a call of another tool or with something that is no code. */
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
