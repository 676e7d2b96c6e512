/** Names the source of a run for the user. */
import type { ExecutionSource } from '../../../contract/run/executions.ts'

const names: Readonly<Record<ExecutionSource, string>> = {
  direct: 'Editor',
  'ai-chat': 'Chat',
  'python-chat-hook': 'Python chat',
}

/** Falls back to the stored value for a source that this version does not know. */
export const sourceName = (source: string): string =>
  Object.hasOwn(names, source) ? names[source as ExecutionSource] : source
