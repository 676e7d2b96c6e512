/** Names in every script's scope beyond Python's builtins; python/eliza_runtime/execute.py defines them. */
export const scriptNames = [
  'tools',
  'asyncio',
  'json',
  'display',
  'progress',
  'ToolError',
  'ToolTimeout',
  'ToolDenied',
  'ToolInputError',
  'ToolUnavailable',
] as const
