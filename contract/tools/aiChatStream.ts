/** tools.ai_chat_stream: ai_chat as a stream of text. */
import { aiChat } from './aiChat.ts'
import { defineTool } from './defineTool.ts'

export const aiChatStream = defineTool({
  name: 'ai_chat_stream',
  functionName: 'ai-chat',
  summary: 'Ask an AI model and get its answer piece by piece, as it is written.',
  effect: 'spend',
  isStream: true,
  timeoutMs: aiChat.timeoutMs,
  parameters: aiChat.parameters,
  result: aiChat.result,
  example:
    'async for text in tools.ai_chat_stream("Why is the sky blue?"):\n    print(text, end="", flush=True)',
})
