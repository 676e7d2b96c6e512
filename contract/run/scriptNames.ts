/** What every script finds in its scope beyond Python's own builtins; python/eliza_runtime/execute.py puts it there. */
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
