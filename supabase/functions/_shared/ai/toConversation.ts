/** Orders messages the way every provider accepts: all instructions first, then the turns. */
import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import type { ChatMessage } from '../../../../contract/tools/aiAnswer.ts'

export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

export interface Conversation {
  /** All system messages, joined: Gemini refuses them after the first turn. */
  readonly instructions: string
  readonly turns: Turn[]
}

export function toConversation(messages: readonly ChatMessage[]): Conversation {
  return {
    instructions: messages.flatMap(({ role, content }) => (role === 'system' ? [content] : [])).join('\n\n'),
    turns: messages.flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, content }])),
  }
}

export function toPrompt({ instructions, turns }: Conversation): LanguageModelV4Prompt {
  const system = instructions === '' ? [] : [{ role: 'system' as const, content: instructions }]
  return [
    ...system,
    ...turns.map(({ role, content }) => ({ role, content: [{ type: 'text' as const, text: content }] })),
  ]
}
