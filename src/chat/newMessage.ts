/** Creates a message that follows others. */
import { v4 as newId } from 'uuid'
import type { ChatMessage, ChatPart } from '../../contract/chat/chat.ts'

export const newMessage = (
  role: ChatMessage['role'],
  parts: readonly ChatPart[],
  before: readonly ChatMessage[],
): ChatMessage => ({
  id: newId(),
  role,
  parts: [...parts],
  metadata: {
    state: role === 'user' ? 'complete' : 'writing',
    steps: [],
    error: null,
    reruns: {},
    answered_by: 'model',
  },
  // Messages are ordered by time, so it must increase.
  created_at: new Date(
    Math.max(Date.now(), Date.parse(before.at(-1)?.created_at ?? '') + 1 || 0),
  ).toISOString(),
})
