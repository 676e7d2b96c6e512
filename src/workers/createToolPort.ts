/** The worker's side of a tool call: numbers it, posts it, and holds it until its reply comes. */
import type { ToolReply } from '../../contract/workerProtocol.ts'

/** A call whose text comes piece by piece; its names are Python's. */
interface OpenedStream {
  /** As that of `call`, after the last text. */
  readonly reply: Promise<string>
  /** Has the page end the call; no reply comes then. */
  cancel(): void
}

export interface ToolPort {
  /** What Python's bridge awaits: the reply as JSON text, `{"ok": …}` or `{"error": …}`. */
  call(tool: string, argumentsJson: string, key: number): Promise<string>
  /** Tells the page that nobody awaits the call with this key any more. */
  leave(key: number): void
  open(tool: string, argumentsJson: string, onText: (text: string) => void): OpenedStream
  hear(callId: number, text: string): void
  settle(callId: number, reply: ToolReply): void
  /** Forgets the calls of a run that ended; their replies find nobody. */
  reset(): void
}

interface ToolPortOptions {
  readonly call: (callId: number, tool: string, argumentsJson: string) => void
  readonly cancel: (callId: number) => void
}

interface PendingCall {
  readonly resolve: (reply: string) => void
  readonly key?: number
  readonly onText?: (text: string) => void
}

export function createToolPort(post: ToolPortOptions): ToolPort {
  const pending = new Map<number, PendingCall>()
  // Never starts anew, so that a late reply cannot settle a call of the next run.
  let nextCallId = 0
  const begin = (tool: string, argumentsJson: string, rest: Omit<PendingCall, 'resolve'>) => {
    const callId = nextCallId++
    const reply = new Promise<string>((resolve) => {
      pending.set(callId, { resolve, ...rest })
      post.call(callId, tool, argumentsJson)
    })
    return { callId, reply }
  }
  const leave = (callId: number) => {
    if (pending.delete(callId)) post.cancel(callId)
  }
  return {
    call: (tool, argumentsJson, key) => begin(tool, argumentsJson, { key }).reply,
    leave(key) {
      for (const [callId, call] of pending) if (call.key === key) leave(callId)
    },
    open(tool, argumentsJson, onText) {
      const { callId, reply } = begin(tool, argumentsJson, { onText })
      return {
        reply,
        cancel: () => leave(callId),
      }
    },
    hear: (callId, text) => pending.get(callId)?.onText?.(text),
    settle(callId, reply) {
      pending.get(callId)?.resolve(reply.ok ? `{"ok":${reply.json}}` : JSON.stringify({ error: reply.error }))
      pending.delete(callId)
    },
    reset: () => pending.clear(),
  }
}
