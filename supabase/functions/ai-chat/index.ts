/** ai-chat: serves tools.ai_chat (one answer of the AI chain, as JSON or streamed) and the steps of chats. */
import type { AiAttempt } from '../../../contract/tools/aiAnswer.ts'
import { aiChat } from '../../../contract/tools/aiChat.ts'
import { askChain } from '../_shared/ai/askChain.ts'
import { openChain } from '../_shared/ai/openChain.ts'
import { toPrompt } from '../_shared/ai/toConversation.ts'
import { servePost } from '../_shared/servePost.ts'
import { answerTool } from '../_shared/serveTool.ts'
import { answerChat, isChat } from './answerChat.ts'
import { readQuestion } from './readQuestion.ts'
import { streamAnswer } from './streamAnswer.ts'

const answer = answerTool(
  aiChat,
  async (parameters, { userId, signal }) => {
    const attempts: AiAttempt[] = []
    const question = { prompt: toPrompt(readQuestion(parameters)), abortSignal: signal }
    const { text, isComplete, ready, usage } = await askChain(userId, question, attempts)
    return {
      response: text,
      provider: ready.tier.id,
      model: ready.model,
      complete: isComplete,
      attempts,
      usage,
    }
  },
  async (parameters, { userId, signal }) =>
    streamAnswer(readQuestion(parameters), await openChain(userId), signal),
)

export default {
  fetch: servePost(aiChat.name, (body, caller, request) =>
    (isChat(body) ? answerChat : answer)(body, caller, request),
  ),
}
