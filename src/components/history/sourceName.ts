/** Who asked for a run, in words. */
import type { ExecutionSource } from '../../../contract/run/executions.ts'

const names: Readonly<Record<ExecutionSource, string>> = {
  direct: 'Editor',
  'ai-chat': 'Chat',
  'python-chat-hook': 'Python chat',
}

/** A source that this app does not know is named as it is. */
export const sourceName = (source: string): string =>
  Object.hasOwn(names, source) ? names[source as ExecutionSource] : source
