/** Answers a chat: one step as a stream, whose code the caller runs, or all steps by Python on the server. */
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

/** The body of a chat, in place of that of the tool ai_chat. */
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
      ? 'Where the server runs the code, the answer is one JSON: accept application/json, or run the code yourself with executor "browser".'
      : 'A step whose code you run comes as events: accept text/event-stream. For the whole answer in one piece, set executor to "edge".',
  )
}
