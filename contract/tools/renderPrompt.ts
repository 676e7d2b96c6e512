/** Renders the manifest for a model's prompt: each tool's signature, result and summary. */
import type { ToolDefinition } from './defineTool.ts'
import { type Fields, type ObjectTypes, readSignature, renderParameter } from './pythonTypes.ts'

/** The types are those of `methods.pyi`. An object type is rendered as its fields. */
export function renderPrompt(manifest: readonly ToolDefinition[]): string {
  const types: ObjectTypes = new Map()
  const methods = manifest.map((tool) => {
    const { parameters, result } = readSignature(tool, types)
    const define = tool.isStream ? 'def' : 'async def'
    return `${define} ${tool.name}(${parameters.map(renderParameter).join(', ')}) -> ${result}\n    # ${tool.summary}`
  })
  return [...[...types].map(renderFields), '', ...methods].join('\n')
}

const renderFields = ([name, fields]: [string, Fields]): string =>
  `${name} = {${fields.map((field) => `${field.name}: ${field.type}`).join(', ')}}`
