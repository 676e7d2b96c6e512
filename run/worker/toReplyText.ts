import type { ToolReply } from '../../contract/run/workerProtocol.ts'

/** A reply as Python's bridge reads it: `{"ok": result}` or `{"error": fault}`. */
export const toReplyText = (reply: ToolReply): string =>
  reply.ok ? `{"ok":${reply.json}}` : JSON.stringify({ error: reply.error })
