/** A conversation with a model that thinks in Python: leads each turn from the person's message to the last word. No React. */
import { v4 as newId } from 'uuid'
import {
  chatLimits,
  type ChatMessage,
  type ChatPart,
  type ChatRequest,
  type Conversation,
  type ConversationSummary,
  type Observation,
} from '../../contract/chat/chat.ts'
import { isPythonPart } from '../../contract/chat/chatLoop.ts'
import { AppError } from '../../contract/errors.ts'
import { createStore, type ReadableStore } from '../../lib/createStore.ts'
import { answerWithoutModel } from './answerWithoutModel.ts'
import type { ChatActivity, ChatState } from './chatState.ts'
import { createPythonSteps } from './createPythonSteps.ts'
import { fitHistory, needsSummary } from './fitHistory.ts'
import type { ChatKeeper, ChatPorts } from './ports.ts'
import { runTurn, type ReadyStep } from './runTurn.ts'
import { settleInterrupted } from './settleParts.ts'

export interface Chat extends ReadableStore<ChatState> {
  /** Adds the message and has it answered. Does nothing for blank text or while an answer is being written. */
  send(text: string): void
  /** Ends the answer, the Python and the tools' requests; what came stands. */
  stop(): void
  /** Has the last message answered anew, in place of the answer it has. */
  regenerate(): void
  /** Goes on with an answer that broke off or was stopped. */
  continueAnswer(): void
  /** Runs a step's code, as it is or changed, in the conversation's interpreter. */
  rerunStep(toolCallId: string, code: string): void
  /** Runs a workflow that was matched to a message. */
  runMatch(messageId: string, workflowId: string): void
  /** Answers what the running step asks by input(). */
  answerInput(inputId: number, text: string): void
  /** Lets a call that waits go on, or has it raise ToolDenied. 'always': its tool is not asked about again here. */
  decide(seq: number, decision: 'allow' | 'deny' | 'always'): void
  setPythonFirst(pythonFirst: boolean): void
  setBuiltInModel(uses: boolean): void
  rename(title: string): void
  /** Takes over what another tab has written meanwhile. Ignored while an answer is being written here. */
  replace(messages: readonly ChatMessage[], conversation: Conversation): void
  dispose(): void
}

interface ChatOptions {
  readonly ports: ChatPorts
  readonly keeper: ChatKeeper
  readonly conversation: Conversation
  readonly messages: readonly ChatMessage[]
  readonly summary: ConversationSummary | null
}

/** Answers at once a message that was waiting to be sent, and marks what an earlier tab left unfinished. */
export function createChat({ ports, keeper, ...begun }: ChatOptions): Chat {
  const store = createStore<ChatState>({
    ...begun,
    activity: 'idle',
    runs: new Map(),
    runningStep: null,
    error: null,
  })
  const update = (change: Partial<ChatState>) => store.setState({ ...store.getState(), ...change })
  let going: AbortController | undefined
  let folding: AbortController | undefined
  let isDisposed = false

  const python = createPythonSteps({
    place: ports.pythonPlace,
    open: (place) =>
      ports.openPython({
        place,
        needsApproval: ({ name, effect }) =>
          ports.asksBefore(effect) && !store.getState().conversation.metadata.allowed_tools.includes(name),
      }),
    onRun: (toolCallId, step) => update({ runs: new Map(store.getState().runs).set(toolCallId, step) }),
    onRunning: (runningStep) => update({ runningStep }),
  })

  const find = (id: string): ChatMessage | undefined =>
    store.getState().messages.find((message) => message.id === id)

  function put(message: ChatMessage): void {
    const { messages } = store.getState()
    const place = messages.findLastIndex(({ id }) => id === message.id)
    update({ messages: place === -1 ? [...messages, message] : messages.with(place, message) })
    keeper.keepMessage(message)
  }

  function keepConversation(next: Partial<Conversation>): void {
    const conversation = { ...store.getState().conversation, ...next, updated_at: new Date().toISOString() }
    update({ conversation })
    keeper.keepConversation(conversation)
  }

  /** One thing at a time, in one tab at a time. */
  async function act(task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (going || isDisposed) return
    const own = (going = new AbortController())
    folding?.abort()
    update({ error: null, activity: 'asking' })
    let release: (() => void) | null = null
    try {
      release = await keeper.claim()
      if (release === null) throw new AppError('conversation-busy')
      own.signal.throwIfAborted()
      await task(own.signal)
    } catch (error) {
      if (!own.signal.aborted) update({ error: toAppError(error) })
    } finally {
      release?.()
      going = undefined
      update({ activity: 'idle' })
    }
    if (!own.signal.aborted) await foldOlderTurns()
  }
  const start = (task: (signal: AbortSignal) => Promise<void>) => void act(task)

  /** Answers the last message of the person, or goes on with the answer it has. */
  async function answer(signal: AbortSignal): Promise<void> {
    const { messages } = store.getState()
    const question = messages.findLast(({ role }) => role === 'user')
    if (!question) return
    const last = messages.at(-1)
    const message = last?.role === 'assistant' ? last : newMessage('assistant', [], messages)
    const before = messages.filter(({ id }) => id !== message.id)
    const runStep = (step: ReadyStep) => runCode(step, message.id, signal)
    const onActivity = (activity: ChatActivity) => {
      markWaiting(question.id, activity === 'waiting')
      update({ activity })
    }
    try {
      await runTurn({
        ports,
        signal,
        message,
        toRequest: (now) => toRequest(now, before),
        runStep,
        onActivity,
        onMessage: put,
        answerWithoutModel: (empty) =>
          answerWithoutModel({
            text: textOf(question),
            message: empty,
            library: ports.library,
            runStep: (step) => {
              onActivity('running')
              return runStep(step)
            },
            onMessage: put,
            signal,
          }),
      })
    } finally {
      // A page that goes away leaves it to the next one; whoever stops does not want it sent later.
      if (!isDisposed) markWaiting(question.id, false)
    }
  }

  function toRequest(message: ChatMessage, before: readonly ChatMessage[]): ChatRequest {
    const { conversation, summary } = store.getState()
    const all = message.parts.length === 0 ? before : [...before, message]
    return {
      messages: fitHistory(all, summary),
      python_first: conversation.python_first,
      executor: 'browser',
      python_place: ports.pythonPlace(),
      conversation_id: conversation.id,
      message_id: message.id,
      summary: summary?.summary ?? null,
      session: python.describe(all.some(({ parts }) => parts.some(isPythonPart))),
      continues: false,
    }
  }

  function markWaiting(id: string, isWaiting: boolean): void {
    const message = find(id)
    const state = isWaiting ? 'waiting' : 'complete'
    if (message && message.metadata.state !== state) {
      put({ ...message, metadata: { ...message.metadata, state } })
    }
  }

  const runCode = (
    { toolCallId, input }: Pick<ReadyStep, 'toolCallId' | 'input'>,
    messageId: string,
    signal: AbortSignal,
    isRerun = false,
  ): Promise<Observation> =>
    python.run({
      toolCallId,
      code: input.code,
      workflowId: input.workflow_id ?? null,
      isRerun,
      conversationId: store.getState().conversation.id,
      messageId,
      signal,
    })

  /** What no longer fits goes into the summary, while nobody waits for it. */
  async function foldOlderTurns(): Promise<void> {
    const { messages, summary, conversation } = store.getState()
    const older = needsSummary(messages, summary)
    if (older === null || isDisposed) return
    const own = (folding = new AbortController())
    try {
      const folded = await ports.summarise(
        {
          conversation_id: conversation.id,
          summary: summary?.summary ?? null,
          messages: [...older.turns],
          through_message_id: older.throughMessageId,
        },
        { signal: own.signal },
      )
      if (!own.signal.aborted) update({ summary: folded })
    } catch {
      // The next turn tries again; until then the oldest turns are left out of what is sent.
    }
  }

  /** Nobody but this tab writes here now: what is unfinished stays so. */
  async function takeOver(): Promise<void> {
    if (begun.messages.at(-1)?.metadata.state === 'waiting') return act(answer)
    const unfinished = begun.messages.filter(({ metadata }) => metadata.state === 'writing')
    if (unfinished.length === 0) return
    const release = await keeper.claim()
    if (release === null) return
    if (!going && !isDisposed) for (const message of unfinished) put(settleInterrupted(message))
    release()
  }
  void takeOver()

  const stop = () => going?.abort(new DOMException('Stopped.', 'AbortError'))

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    send(text) {
      if (going || text.trim() === '') return
      const isUntitled = store.getState().conversation.title === ''
      keepConversation(isUntitled ? { title: titleOf(text) } : {})
      put(newMessage('user', [{ type: 'text', text: text.trim() }], store.getState().messages))
      start(answer)
    },
    stop,
    regenerate() {
      if (going) return
      const { messages } = store.getState()
      const last = messages.at(-1)
      if (last?.role === 'assistant') {
        update({ messages: messages.slice(0, -1) })
        keeper.removeMessages([last.id])
      }
      start(answer)
    },
    continueAnswer: () => start(answer),
    rerunStep(toolCallId, code) {
      const message = store.getState().messages.find(({ parts }) => hasStep(parts, toolCallId))
      if (!message) return
      start(async (signal) => {
        update({ activity: 'running' })
        const seen = await runCode({ toolCallId, input: { code } }, message.id, signal, true)
        const now = find(message.id)
        if (!now) return
        const reruns = { ...now.metadata.reruns, [toolCallId]: { code, execution_id: seen.execution_id } }
        put({ ...now, metadata: { ...now.metadata, reruns } })
      })
    },
    runMatch(messageId, workflowId) {
      start(async (signal) => {
        const workflow = await ports.library.read(workflowId)
        const message = find(messageId)
        if (!message) return
        if (workflow === null) throw new AppError('workflow-missing')
        const step: ReadyStep = {
          type: 'tool-execute_python',
          toolCallId: newId(),
          state: 'input-available',
          input: { code: workflow.code, workflow_id: workflowId },
        }
        update({ activity: 'running' })
        put({ ...message, parts: [...message.parts, step] })
        const output = await runCode(step, messageId, signal)
        put({ ...message, parts: [...message.parts, { ...step, state: 'output-available', output }] })
      })
    },
    answerInput: (inputId, text) => python.answer(inputId, text),
    decide(seq, decision) {
      const { runs, runningStep, conversation } = store.getState()
      const call = runningStep === null ? undefined : runs.get(runningStep)?.run.toolCalls[seq]
      if (call === undefined) return
      if (decision !== 'always') return python.decide(seq, decision)
      const { metadata } = conversation
      keepConversation({
        metadata: { ...metadata, allowed_tools: [...new Set([...metadata.allowed_tools, call.tool])] },
      })
      python.allowWaiting(call.tool)
    },
    setPythonFirst: (python_first) => keepConversation({ python_first }),
    setBuiltInModel: (uses_built_in_model) =>
      keepConversation({ metadata: { ...store.getState().conversation.metadata, uses_built_in_model } }),
    rename: (title) => keepConversation({ title: toTitle(title) }),
    replace(messages, conversation) {
      if (!going) update({ messages, conversation })
    },
    dispose() {
      isDisposed = true
      stop()
      folding?.abort()
      python.dispose()
    },
  }
}

/** As long as one may be. */
export const toTitle = (text: string): string => text.trim().slice(0, chatLimits.titleCharacters)

/** The beginning of the first line, as far as a list shows it. */
function titleOf(text: string): string {
  const [line = ''] = text.trim().split('\n')
  return line.length <= 60 ? line : `${line.slice(0, 59).trimEnd()}…`
}

const textOf = ({ parts }: Pick<ChatMessage, 'parts'>): string =>
  parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n')

const hasStep = (parts: readonly ChatPart[], toolCallId: string): boolean =>
  parts.some((part) => isPythonPart(part) && part.toolCallId === toolCallId)

const toAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('function-failed', String(error))

const newMessage = (
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
  // Their order is that of their times.
  created_at: new Date(
    Math.max(Date.now(), Date.parse(before.at(-1)?.created_at ?? '') + 1 || 0),
  ).toISOString(),
})
