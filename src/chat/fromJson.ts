/** Imports a conversation from a file, which is untrusted input. */
import { v4 as newId } from 'uuid'
import { z } from 'zod'
import { chatLimits, type ChatMessage, type Conversation } from '../../contract/chat/chat.ts'
import {
  conversationFile,
  conversationFileVersion,
  conversationFormat,
  mostMessages,
} from './conversationFile.ts'

const anyVersion = z.object({ format: z.literal(conversationFormat), version: z.int().positive() })

export type ReadConversation =
  | { readonly ok: true; readonly conversation: Conversation; readonly messages: readonly ChatMessage[] }
  /** `message` is written for people. */
  | { readonly ok: false; readonly message: string }

/**
 * Makes a new conversation from a file, with new ids and in the order of the file. Permissions are not
 * imported, and no message is sent or continued.
 */
export function fromJson(text: string): ReadConversation {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse('This file is not JSON. Choose a file that was exported from a conversation as JSON.')
  }
  const kind = anyVersion.safeParse(value)
  if (!kind.success)
    return refuse(
      'This file holds no conversation. Choose a file that was exported from a conversation as JSON.',
    )
  if (kind.data.version > conversationFileVersion)
    return refuse(
      'This conversation was exported by a newer version of the workbench. Update this one, then import it again.',
    )
  const file = conversationFile.safeParse(value)
  if (!file.success) return refuse(describe(file.error))
  const { conversation, messages } = file.data
  return {
    ok: true,
    conversation: {
      id: newId(),
      title: conversation.title.slice(0, chatLimits.titleCharacters).toWellFormed(),
      python_first: conversation.python_first,
      metadata: { allowed_tools: [], allowed_hosts: [], uses_built_in_model: false },
      created_at: conversation.created_at,
      updated_at: new Date().toISOString(),
    },
    messages: inOrder(messages),
  }
}

const refuse = (message: string): ReadConversation => ({ ok: false, message })

function describe(error: z.ZodError): string {
  const path = error.issues[0]?.path ?? []
  const [place, index] = path
  if (place === 'messages' && typeof index === 'number')
    return `Message ${index + 1} of this file cannot be read (${path.slice(2).join('.')}). Export the conversation again.`
  if (place === 'messages') return `A conversation to be imported may have ${mostMessages} messages at most.`
  return `The conversation in this file cannot be read (${path.join('.')}). Export it again.`
}

/** New ids no longer order messages with equal times, so times are made distinct. */
function inOrder(messages: readonly ChatMessage[]): ChatMessage[] {
  let last = Number.NEGATIVE_INFINITY
  return messages.map((message) => {
    last = Math.max(Date.parse(message.created_at), last + 1)
    return {
      ...message,
      id: newId(),
      created_at: new Date(last).toISOString(),
      metadata: { ...message.metadata, state: settled(message.metadata.state) },
    }
  })
}

type State = ChatMessage['metadata']['state']

function settled(state: State): State {
  if (state === 'waiting') return 'complete'
  return state === 'writing' ? 'stopped' : state
}
