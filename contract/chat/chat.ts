/** A chat as every side sees it: messages and their parts, what a step observed, and what `ai-chat` takes for the next answer. */
import { z } from 'zod'
import { aiAttempt, aiUsage } from '../tools/aiAnswer.ts'
import { aiTierIds } from '../ai/aiTiers.ts'
import { chatLimits } from './chatLimits.ts'
import { isErrorCode, type ErrorCode } from '../errors.ts'
import { limits } from '../run/workerProtocol.ts'

export const chatFunction = 'ai-chat'
export const summaryFunction = 'summarise-conversation'

export { chatLimits }

/** The one tool that the chat's model has. */
export const executePythonInput = z.object({
  code: z.string().max(limits.codeCharacters).describe('Python to run now. Top-level await is allowed.'),
  workflow_id: z
    .string()
    .max(200)
    .nullish()
    .describe('The id of the workflow that the code was taken from, if it was.'),
})
export type ExecutePythonInput = z.infer<typeof executePythonInput>

/** What came of a step, as the model is told. Long texts keep head and tail. */
export const observation = z.object({
  ok: z.boolean(),
  stdout: z.string(),
  /** The last expression's value as JSON or repr; null: none. */
  result: z.string().nullable(),
  /** The last lines of the traceback, or a sentence; null where it went well. */
  error: z.string().nullable(),
  /** What the script showed, by kind, such as `image/png`: the person sees it, the model does not. */
  artifacts: z.array(z.string().max(100)).max(200),
  ms: z.number(),
  /** The row in eliza_python_executions. */
  execution_id: z.string().max(100),
})
export type Observation = z.infer<typeof observation>

const textPart = z.object({
  type: z.literal('text'),
  text: z.string().max(chatLimits.answerCharacters),
  state: z.enum(['streaming', 'done']).exactOptional(),
})
/** Each answer of the model begins with one; one that nothing follows is no answer. */
const stepStartPart = z.object({ type: z.literal('step-start') })

const toolCallId = z.string().min(1).max(chatLimits.callIdCharacters)
const pythonPartType = z.literal('tool-execute_python')
/** What a provider wants to see again with the call, such as Gemini's thought signatures. */
export const callProviderMetadata = z
  .record(z.string(), z.record(z.string(), z.json()))
  .optional()
  .catch(undefined)
const pythonPart = z.discriminatedUnion('state', [
  /** The code is being written. */
  z.object({
    type: pythonPartType,
    toolCallId,
    state: z.literal('input-streaming'),
    input: executePythonInput.partial().optional().catch(undefined),
  }),
  /** It waits to run or runs. */
  z.object({
    type: pythonPartType,
    toolCallId,
    state: z.literal('input-available'),
    input: executePythonInput,
    callProviderMetadata,
  }),
  z.object({
    type: pythonPartType,
    toolCallId,
    state: z.literal('output-available'),
    input: executePythonInput,
    output: observation,
    callProviderMetadata,
  }),
  /** It was never run: the model called with something else than code, or the turn was ended before. */
  z.object({
    type: pythonPartType,
    toolCallId,
    state: z.literal('output-error'),
    input: z.unknown(),
    errorText: z.string().max(20_000),
    callProviderMetadata,
  }),
])
export type PythonPart = z.infer<typeof pythonPart>

/** A provider that was asked, passed over or failed, in the step it stands in. */
const attemptPart = z.object({ type: z.literal('data-attempt'), data: aiAttempt })

/** Workflows that fit a message where no model could answer: a match, not an answer. */
const matchesPart = z.object({
  type: z.literal('data-workflow-matches'),
  data: z.object({
    /** Ids of the workflow library, the best first. */
    matches: z.array(z.object({ id: z.string().max(200), score: z.number() })).max(10),
  }),
})

export const chatPart = z.discriminatedUnion('type', [
  textPart,
  stepStartPart,
  pythonPart,
  attemptPart,
  matchesPart,
])
export type ChatPart = z.infer<typeof chatPart>

/** Why a message is as it is. */
const messageStates = [
  /** Of the user: not answered yet, since the backend was away. It is sent when it is back, once. */
  'waiting',
  /** Being written. Where no tab writes it any more, it was interrupted. */
  'writing',
  'complete',
  /** By the person. */
  'stopped',
  /** The model broke off, or reached its limit of tokens: what came stands and can be continued. */
  'cut-off',
  /** See `error`. */
  'failed',
] as const

/** One answer of the model: who gave it, and what it took. */
const stepMetadata = z.object({
  provider: z.enum(aiTierIds).or(z.literal('built-in')),
  model: z.string(),
  usage: aiUsage.nullable(),
})

/**
 * The metadata that the stream of `ai-chat` bears: of its one answer alone. `addAnswer` puts a message's together. It comes
 * with the end of the answer, and where the answer broke off before the error part, then without usage.
 */
export const answerMetadata = z.object({
  step: stepMetadata,
  /** False where the answer was cut off: by the connection, a limit of tokens or the provider's filter. */
  complete: z.boolean(),
})
export type AnswerMetadata = z.infer<typeof answerMetadata>

export const chatMetadata = z.object({
  state: z.enum(messageStates).catch('complete'),
  /** One for each answer of the model, in order. */
  steps: z.array(stepMetadata).catch([]).default([]),
  error: z
    .object({
      code: z.custom<ErrorCode>(isErrorCode),
      message: z.string(),
    })
    .nullable()
    .catch(null)
    .default(null),
  /** Steps that were edited and run again, by toolCallId: the latest of each. The model does not see them. */
  reruns: z
    .record(z.string(), z.object({ code: z.string(), execution_id: z.string() }))
    .catch({})
    .default({}),
  /** Who answered without a model: 'python' ran a fence, 'library' matched workflows. */
  answered_by: z.enum(['model', 'python', 'library']).catch('model').default('model'),
})
export type ChatMetadata = z.infer<typeof chatMetadata>

/** A message as it is stored and shown: the AI SDK's UIMessage with these parts and no others. */
export const chatMessageRow = z.object({
  id: z.uuid(),
  role: z.enum(['user', 'assistant']),
  parts: z.array(chatPart),
  metadata: chatMetadata,
  /** ISO 8601. */
  created_at: z.string(),
})
export type ChatMessage = z.infer<typeof chatMessageRow>

/** On the server nothing stays from step to step. */
export const pythonPlace = z.enum(['browser', 'server'])
export type PythonPlace = z.infer<typeof pythonPlace>

/** What the interpreter of the conversation holds. */
export const pythonSession = z.object({
  variables: z
    .array(z.object({ name: z.string().max(200), type: z.string().max(200), summary: z.string().max(500) }))
    .max(100),
  /** It began afresh since the last step of the conversation: what was there before is gone. */
  was_reset: z.boolean(),
})
export type PythonSession = z.infer<typeof pythonSession>

/** Of a message, what the model's side needs: ids and metadata stay on the page. */
const turn = z.object({
  id: z.string().max(100).default(''),
  role: z.enum(['user', 'assistant']),
  parts: z.array(chatPart).max(1_000),
})

/**
 * The body of `ai-chat` for a chat. To who accepts `text/event-stream`, the answer is one step as the AI SDK's UI message
 * stream: the caller runs the code and asks again with the observation. With executor 'edge' the function runs the code
 * itself, by python-executor, and answers as `chatAnswer`.
 */
export const chatRequest = z.strictObject({
  /** Oldest first; ends with the user's message, or with an answer whose steps all have their observation. */
  messages: z.array(turn).min(1).max(chatLimits.turns),
  /** Whether the model has execute_python and is told to use it. */
  python_first: z.boolean().default(true),
  executor: z.enum(['browser', 'edge']).default('browser'),
  /** Where a caller that runs the code itself does so: what Python can and keeps there is told to the model. */
  python_place: pythonPlace.default('browser'),
  conversation_id: z.uuid().nullable().default(null),
  /** The message that is being answered; steps in the log are linked to it. */
  message_id: z.uuid().nullable().default(null),
  /** What came before `messages`. */
  summary: z.string().max(chatLimits.summaryCharacters).nullable().default(null),
  /** null where nothing is known of it. */
  session: pythonSession.nullable().default(null),
  /** Whether the last answer broke off and is to be gone on with. */
  continues: z.boolean().default(false),
})
export type ChatRequest = z.infer<typeof chatRequest>

/** The answer in one piece, of executor 'edge'. */
export const chatAnswer = z.object({
  text: z.string(),
  /** False where it was cut off. */
  complete: z.boolean(),
  /** Why there was no more Python: null where the model ended by itself. */
  ended_by: z.enum(['steps', 'identical-errors']).nullable(),
  steps: z.array(z.object({ code: z.string(), observation })),
  answers: z.array(stepMetadata),
  attempts: z.array(aiAttempt),
})
export type ChatAnswer = z.infer<typeof chatAnswer>

/** What `summarise-conversation` takes: the turns to be folded into the summary so far. */
export const summaryRequest = z.strictObject({
  conversation_id: z.uuid(),
  summary: z.string().max(chatLimits.summaryCharacters).nullable(),
  messages: z.array(turn).min(1).max(chatLimits.turns),
  /** The last of them. */
  through_message_id: z.uuid(),
})
export type SummaryRequest = z.infer<typeof summaryRequest>

/** A row of conversation_summaries. */
export const conversationSummary = z.object({
  conversation_id: z.string(),
  summary: z.string(),
  through_message_id: z.string(),
  created_at: z.string(),
})
export type ConversationSummary = z.infer<typeof conversationSummary>

/** A row of conversations. */
export const conversation = z.object({
  id: z.uuid(),
  title: z.string(),
  python_first: z.boolean(),
  metadata: z
    .object({
      /** Tools that are not asked about any more in this conversation. */
      allowed_tools: z.array(z.string()).catch([]).default([]),
      /** The built-in model of the browser answers instead of the chain. */
      uses_built_in_model: z.boolean().catch(false).default(false),
    })
    .catch({ allowed_tools: [], uses_built_in_model: false }),
  created_at: z.string(),
  updated_at: z.string(),
})
export type Conversation = z.infer<typeof conversation>
