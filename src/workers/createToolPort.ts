/** The worker's side of a tool call: numbers it, posts it, and holds it until its reply comes. */
import type { ToolReply } from '../../contract/workerProtocol.ts'

export interface ToolPort {
  /** What Python's bridge awaits: the reply as JSON text, `{"ok": …}` or `{"error": …}`. */
  call(tool: string, argumentsJson: string): Promise<string>
  settle(callId: number, reply: ToolReply): void
  /** Forgets the calls of a run that ended; their replies find nobody. */
  reset(): void
}

export function createToolPort(
  post: (callId: number, tool: string, argumentsJson: string) => void,
): ToolPort {
  const pending = new Map<number, (reply: string) => void>()
  // Never starts anew, so that a late reply cannot settle a call of the next run.
  let nextCallId = 0
  return {
    call: (tool, argumentsJson) =>
      new Promise((resolve) => {
        const callId = nextCallId++
        pending.set(callId, resolve)
        post(callId, tool, argumentsJson)
      }),
    settle(callId, reply) {
      pending.get(callId)?.(reply.ok ? `{"ok":${reply.json}}` : JSON.stringify({ error: reply.error }))
      pending.delete(callId)
    },
    reset: () => pending.clear(),
  }
}
