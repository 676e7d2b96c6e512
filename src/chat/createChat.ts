/** The chat: leads each turn from the person's message to the final text. No React. */
import type {
  ChatMessage,
  ChatPart,
  ChatRequest,
  Conversation,
  ConversationSummary,
} from '../../contract/chat/chat.ts'
import { isPythonPart } from '../../contract/chat/chatLoop.ts'
import { createStore, type ReadableStore } from '../../lib/createStore.ts'
import { answerWithoutModel } from './answerWithoutModel.ts'
import type { ChatActivity, ChatState } from './chatState.ts'
import { createActor } from './createActor.ts'
import { createCallGuard } from './createCallGuard.ts'
import { createPythonSteps } from './createPythonSteps.ts'
import { createStepRuns, type StepToRun } from './createStepRuns.ts'
import { createTurnFolding } from './createTurnFolding.ts'
import { fitHistory } from './fitHistory.ts'
import { newMessage } from './newMessage.ts'
import type { ChatKeeper, ChatPorts } from './ports.ts'
import { runTurn, type ReadyStep } from './runTurn.ts'
import { settleInterrupted } from './settleParts.ts'
import { titleOf, toTitle } from './toTitle.ts'

export interface Chat extends ReadableStore<ChatState> {
  /** Sends a message and gets it answered. Ignored if the text is blank or an answer is being written. */
  send(text: string): void
  /** Stops the answer, its Python and its tool requests. The text so far stays. */
  stop(): void
  /** Replaces the last answer by a new one. */
  regenerate(): void
  /** Continues an answer that broke off or was stopped. */
  continueAnswer(): void
  /** Runs a step's code again, original or edited, in the conversation's interpreter. */
  rerunStep(toolCallId: string, code: string): void
  /** Runs a workflow that matched a message. */
  runMatch(messageId: string, workflowId: string): void
  /** Answers a question of the running step; null is the end of input. */
  answerInput(inputId: number, text: string | null): void
  /**
   * Decides about a waiting tool call; `deny` raises ToolDenied in Python. `always` allows the tool for the
   * rest of the conversation, or for a page its host.
   */
  decide(seq: number, decision: 'allow' | 'deny' | 'always'): void
  setPythonFirst(pythonFirst: boolean): void
  setBuiltInModel(uses: boolean): void
  rename(title: string): void
  /** Takes over what another tab wrote. Ignored while an answer is being written here. */
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

/**
 * Opens a chat. A message that waits for the backend is sent at once; answers that an earlier tab left
 * unfinished are marked.
 */
export function createChat({ ports, keeper, ...begun }: ChatOptions): Chat {
  const store = createStore<ChatState>({
    ...begun,
    activity: 'idle',
    runs: new Map(),
    runningStep: null,
    error: null,
  })
  const update = (change: Partial<ChatState>) => store.setState({ ...store.getState(), ...change })
  let isDisposed = false

  const guard = createCallGuard({ ports, read: store.getState })
  const python = createPythonSteps({
    place: ports.pythonPlace,
    open: (place) => ports.openPython({ place, guard }),
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

  const folding = createTurnFolding({
    summarise: ports.summarise,
    read: store.getState,
    onFolded: (summary) => update({ summary }),
  })
  const actor = createActor({
    claim: () => keeper.claim(),
    onBegin() {
      folding.stop()
      update({ error: null, activity: 'asking' })
    },
    onEnd: (error) => update({ error, activity: 'idle' }),
  })
  async function act(task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const isUnstopped = await actor.act(task)
    if (isUnstopped && !isDisposed) await folding.fold()
  }
  const start = (task: (signal: AbortSignal) => Promise<void>) => void act(task)

  /** Answers the person's last message, or continues its answer. */
  async function answer(signal: AbortSignal): Promise<void> {
    const { messages } = store.getState()
    const question = messages.findLast(({ role }) => role === 'user')
    if (!question) return
    const last = messages.at(-1)
    const message = last?.role === 'assistant' ? last : newMessage('assistant', [], messages)
    const before = messages.filter(({ id }) => id !== message.id)
    const runStep = ({ toolCallId, input }: ReadyStep) =>
      runCode({ toolCallId, input, messageId: message.id, signal, isRerun: false })
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
      // If the page goes away, the next page sends the message. If the person stops, it must not be sent
      // later.
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
      allow: [],
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

  const runCode = ({ toolCallId, input, messageId, signal, isRerun }: StepToRun) =>
    python.run({
      toolCallId,
      code: input.code,
      workflowId: input.workflow_id ?? null,
      isRerun,
      conversationId: store.getState().conversation.id,
      messageId,
      signal,
    })
  const stepRuns = createStepRuns({
    library: ports.library,
    find,
    put,
    runCode,
    onRunning: () => update({ activity: 'running' }),
  })

  /** Once this tab holds the conversation's mutex, unfinished answers have no writer any more. */
  async function takeOver(): Promise<void> {
    if (begun.messages.at(-1)?.metadata.state === 'waiting') return act(answer)
    const unfinished = begun.messages.filter(({ metadata }) => metadata.state === 'writing')
    if (unfinished.length === 0) return
    const release = await keeper.claim()
    if (release === null) return
    if (!actor.isActing() && !isDisposed) for (const message of unfinished) put(settleInterrupted(message))
    release()
  }
  void takeOver()

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    send(text) {
      if (actor.isActing() || text.trim() === '') return
      const isUntitled = store.getState().conversation.title === ''
      keepConversation(isUntitled ? { title: titleOf(text) } : {})
      put(newMessage('user', [{ type: 'text', text: text.trim() }], store.getState().messages))
      start(answer)
    },
    stop: actor.stop,
    regenerate() {
      if (actor.isActing()) return
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
      if (message) start((signal) => stepRuns.rerun(message.id, toolCallId, code, signal))
    },
    runMatch: (messageId, workflowId) => start((signal) => stepRuns.runMatch(messageId, workflowId, signal)),
    answerInput: (inputId, text) => python.answer(inputId, text),
    decide(seq, decision) {
      const { runs, runningStep, conversation } = store.getState()
      const call = runningStep === null ? undefined : runs.get(runningStep)?.run.toolCalls[seq]
      if (call === undefined) return
      if (decision !== 'always') return python.decide(seq, decision)
      keepConversation({
        metadata: { ...conversation.metadata, ...guard.toAllow(call.tool, JSON.parse(call.requestJson)) },
      })
      python.decide(seq, 'allow')
      python.allowWaiting(({ tool, requestJson }) => !guard.asks(tool, JSON.parse(requestJson)))
    },
    setPythonFirst: (python_first) => keepConversation({ python_first }),
    setBuiltInModel: (uses_built_in_model) =>
      keepConversation({ metadata: { ...store.getState().conversation.metadata, uses_built_in_model } }),
    rename: (title) => keepConversation({ title: toTitle(title) }),
    replace(messages, conversation) {
      if (!actor.isActing()) update({ messages, conversation })
    },
    dispose() {
      isDisposed = true
      actor.dispose()
      folding.stop()
      python.dispose()
    },
  }
}

const textOf = ({ parts }: Pick<ChatMessage, 'parts'>): string =>
  parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n')

const hasStep = (parts: readonly ChatPart[], toolCallId: string): boolean =>
  parts.some((part) => isPythonPart(part) && part.toolCallId === toolCallId)
