/** Every tool there is. Python's `tools`, the page's tool host and the edge functions all read this list. */
import { browseWeb } from './browseWeb.ts'
import type { ToolDefinition } from './defineTool.ts'
import { getMiningStats } from './getMiningStats.ts'
import { invokeFunction } from './invokeFunction.ts'
import { matchMemories } from './matchMemories.ts'
import { remember } from './remember.ts'

export const toolManifest: readonly ToolDefinition[] = [
  getMiningStats,
  browseWeb,
  matchMemories,
  remember,
  invokeFunction,
]

export const findTool = (name: string): ToolDefinition | undefined =>
  toolManifest.find((tool) => tool.name === name)
