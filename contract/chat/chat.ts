/**
 * The shapes of a chat that all sides share: messages, parts, observations, and the request and answer of
 * `ai-chat`.
 */
import { z } from 'zod'
import { aiAttempt, aiUsage } from '../tools/aiAnswer.ts'
import { aiTierIds } from '../ai/aiTiers.ts'
import { chatLimits } from './chatLimits.ts'
import { isErrorCode, type ErrorCode } from '../errors.ts'
import { approvalKinds } from '../run/approvals.ts'
import { limits } from '../run/workerProtocol.ts'

export const chatFunction = 'ai-chat'
export const summaryFunction = 'summarise-conversation'

export { chatLimits }

/** Input of `execute_python`, the only tool of the chat's model. */
export const executePythonInput = z.object({
  code: z.string().max(limits.codeCharacters).describe('Python to run now. Top-level await is allowed.'),
  workflow_id: z
    .string()
    .max(200)
    .nullish()
    .describe('The id of the workflow that the code was taken from, if it was.'),
})
export type ExecutePythonInput = z.infer<typeof executePythonInput>

/** The result of a step as the model sees it. Long texts keep head and tail. */
export const observation = z.object({
  ok: z.boolean(),
  stdout: z.string(),
  /** The last expression's value as JSON or repr; null if there is none. */
  result: z.string().nullable(),
  /** The last lines of the traceback, or a sentence; null on success. */
  error: z.string().nullable(),
  /**
   * MIME types of what the script displayed, such as `image/png`. The person sees the displays, the model
   * does not.
   */
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
/** Marks the start of one answer of the model. A mark with nothing after it is not an answer. */
const stepStartPart = z.object({ type: z.literal('step-start') })

const toolCallId = z.string().min(1).max(chatLimits.callIdCharacters)
const pythonPartType = z.literal('tool-execute_python')
/** Data that a provider wants back with the call, such as Gemini's thought signatures. */
export const callProviderMetadata = z
  .record(z.string(), z.record(z.string(), z.json()))
  .optional()
  .catch(undefined)
const pythonPart = z.discriminatedUnion('state', [
  /** The model is still writing the code. */
  z.object({
    type: pythonPartType,
    toolCallId,
    state: z.literal('input-streaming'),
    input: executePythonInput.partial().optional().catch(undefined),
  }),
  /** The code waits or runs. */
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
  /** The code never ran: the input was not code, or the turn ended first. */
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

/** One attempt in this step: a provider was asked, skipped or failed. */
const attemptPart = z.object({ type: z.literal('data-attempt'), data: aiAttempt })

/** Workflows that match a message, shown if no model could answer. */
const matchesPart = z.object({
  type: z.literal('data-workflow-matches'),
  data: z.object({
    /** Ids in the workflow library, best match first. */
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

/** The state of a message. */
const messageStates = [
  /**
   * A user's message that is not answered because the backend is away. It is sent exactly once when the
   * backend returns.
   */
  'waiting',
  /** Being written. If no tab writes it any more, it was interrupted. */
  'writing',
  'complete',
  /** The person stopped it. */
  'stopped',
  /** The model broke off or reached its token limit. The text so far is kept and can be continued. */
  'cut-off',
  /** See `error`. */
  'failed',
] as const

/** Provider, model and token usage of one answer. */
const stepMetadata = z.object({
  provider: z.enum(aiTierIds).or(z.literal('built-in')),
  model: z.string(),
  usage: aiUsage.nullable(),
})

/**
 * Metadata in the stream of `ai-chat`, about its one answer; `addAnswer` adds it to the message's.
 * It arrives at the end of the answer. If the answer breaks off, it arrives before the error part and without
 * usage.
 */
export const answerMetadata = z.object({
  step: stepMetadata,
  /** False if the connection, the token limit or the provider's filter cut the answer off. */
  complete: z.boolean(),
})
export type AnswerMetadata = z.infer<typeof answerMetadata>

export const chatMetadata = z.object({
  state: z.enum(messageStates).catch('complete'),
  /** One entry per answer of the model, in order. */
  steps: z.array(stepMetadata).catch([]).default([]),
  error: z
    .object({
      code: z.custom<ErrorCode>(isErrorCode),
      message: z.string(),
    })
    .nullable()
    .catch(null)
    .default(null),
  /**
   * Steps that were edited and run again, by toolCallId: the latest rerun of each. The model does not see
   * them.
   */
  reruns: z
    .record(z.string(), z.object({ code: z.string(), execution_id: z.string() }))
    .catch({})
    .default({}),
  /**
   * The source of the answer. `python` ran a fenced code block, `library` matched workflows; neither used a
   * model.
   */
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

/** The place where steps run. On the server no variables are kept between steps. */
export const pythonPlace = z.enum(['browser', 'server'])
export type PythonPlace = z.infer<typeof pythonPlace>

/** The variables that the conversation's interpreter holds. */
export const pythonSession = z.object({
  variables: z
    .array(z.object({ name: z.string().max(200), type: z.string().max(200), summary: z.string().max(500) }))
    .max(100),
  /** Whether the interpreter restarted since the last step, so that earlier variables are gone. */
  was_reset: z.boolean(),
})
export type PythonSession = z.infer<typeof pythonSession>

/** A message as the function needs it; its metadata stays on the page. */
const turn = z.object({
  id: z.string().max(100).default(''),
  role: z.enum(['user', 'assistant']),
  parts: z.array(chatPart).max(1_000),
})

/**
 * The request of `ai-chat`. If the caller accepts `text/event-stream`, the answer is one step as the AI SDK's
 * UI message stream: the caller runs the code and asks again with the observation.
 * With executor `edge` the function runs the code itself by python-executor and answers with a `chatAnswer`.
 */
export const chatRequest = z.strictObject({
  /** Oldest first; ends with the user's message, or with an answer whose steps all have their observation. */
  messages: z.array(turn).min(1).max(chatLimits.turns),
  /** Whether the model has `execute_python` and is told to use it. */
  python_first: z.boolean().default(true),
  executor: z.enum(['browser', 'edge']).default('browser'),
  /**
   * The place where the caller runs the code, if it does. The model is told what Python can do and keep
   * there.
   */
  python_place: pythonPlace.default('browser'),
  conversation_id: z.uuid().nullable().default(null),
  /** The message that is being answered; the log links steps to it. */
  message_id: z.uuid().nullable().default(null),
  /** Summary of the conversation before `messages`. */
  summary: z.string().max(chatLimits.summaryCharacters).nullable().default(null),
  /** null if unknown. */
  session: pythonSession.nullable().default(null),
  /**
   * With executor `edge`, where nobody can be asked: what the model's code may do besides reading. Hosts that the person's
   * messages name may be browsed without it.
   */
  allow: z.array(z.enum(approvalKinds)).default([]),
  /** Whether to continue the last answer, which broke off. */
  continues: z.boolean().default(false),
})
export type ChatRequest = z.infer<typeof chatRequest>

/** The whole answer of executor `edge`. */
export const chatAnswer = z.object({
  text: z.string(),
  /** False if the answer was cut off. */
  complete: z.boolean(),
  /** Why the model got no more Python; null if it ended by itself. */
  ended_by: z.enum(['steps', 'identical-errors']).nullable(),
  steps: z.array(z.object({ code: z.string(), observation })),
  answers: z.array(stepMetadata),
  attempts: z.array(aiAttempt),
})
export type ChatAnswer = z.infer<typeof chatAnswer>

/** The request of `summarise-conversation`: the messages to fold into the summary so far. */
export const summaryRequest = z.strictObject({
  conversation_id: z.uuid(),
  summary: z.string().max(chatLimits.summaryCharacters).nullable(),
  messages: z.array(turn).min(1).max(chatLimits.turns),
  /** Id of the last of `messages`. */
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
      /** Tools that no longer need approval in this conversation. */
      allowed_tools: z.array(z.string()).catch([]).default([]),
      /** Hosts that `browse_web` may ask in this conversation, as `hostOf` writes them. */
      allowed_hosts: z.array(z.string()).catch([]).default([]),
      /** Whether the browser's built-in model answers instead of the chain. */
      uses_built_in_model: z.boolean().catch(false).default(false),
    })
    .catch({ allowed_tools: [], allowed_hosts: [], uses_built_in_model: false }),
  created_at: z.string(),
  updated_at: z.string(),
})
export type Conversation = z.infer<typeof conversation>
