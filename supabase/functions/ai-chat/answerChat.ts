/**
 * Answers a chat: streams one step whose code the caller runs, or runs all steps with Python on the server.
 */
import { chatRequest } from '../../../contract/chat/chat.ts'
import { AppError } from '../../../contract/errors.ts'
import { isPythonPart } from '../../../contract/chat/chatLoop.ts'
import { aiChat } from '../../../contract/tools/aiChat.ts'
import { checkArguments } from '../../../contract/tools/checkArguments.ts'
import { openChain } from '../_shared/ai/openChain.ts'
import { limitRate } from '../_shared/limitRate.ts'
import { acceptsEvents, type Caller } from '../_shared/servePost.ts'
import { answerOnServer } from './answerOnServer.ts'
import { prepareStep, recallFor } from './prepareStep.ts'
import { readTurn } from './readTurn.ts'
import { streamStep } from './streamStep.ts'

/** True for the body of a chat, false for the arguments of the tool ai_chat. */
export const isChat = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, 'messages')

export async function answerChat(body: unknown, caller: Caller, request: Request): Promise<Response> {
  limitRate(caller.userId, aiChat.effect)
  const chat = checkArguments({ name: aiChat.name, parameters: chatRequest }, body)
  const end = readTurn(chat)
  const chain = await openChain(caller.userId)
  const takesEvents = acceptsEvents(request)
  if (takesEvents !== (chat.executor === 'browser')) refuseForm(takesEvents)
  if (!takesEvents) return Response.json(await answerOnServer(chat, { chain, caller, request }))
  const takenIds = new Set(
    chat.messages.flatMap(({ parts }) => parts.filter(isPythonPart).map(({ toolCallId }) => toolCallId)),
  )
  const { signal } = request
  const memories = await recallFor(chat, () => caller.supabase, signal)
  return streamStep(prepareStep(chat, end, memories, chain.contextCharacters), { chain, signal, takenIds })
}

function refuseForm(takesEvents: boolean): never {
  throw new AppError(
    'tool-input-invalid',
    takesEvents
      ? 'If the server runs the code, the answer is JSON. Accept application/json, or set executor to "browser" and run the code yourself.'
      : 'If you run the code, each step is streamed. Accept text/event-stream, or set executor to "edge" for the whole answer in one piece.',
  )
}
