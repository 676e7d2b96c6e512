/** The worker's side of tool calls: posts what Python asks for, and gives Python the replies. */
import type { FromWorker } from '../../contract/run/FromWorker.ts'
import { limits, type ToWorker } from '../../contract/run/workerProtocol.ts'
import { createWakefulness } from '../../lib/createWakefulness.ts'
import { pythonErrorType } from './pythonErrorType.ts'
import { toReplyText } from './toReplyText.ts'

/** What `eliza_tools.bridge` is told of calls. Read once: each access to a PyProxy's attribute makes another PyProxy. */
export interface PythonBridge {
  readonly settle: (callId: number, reply: string) => void
  readonly hear: (callId: number, text: string) => void
  readonly fail: (callId: number, errorType: string) => void
}

/** What Python calls. A script may call it too, with anything: the page gets numbers and text alone. */
export interface PythonCalls {
  readonly ask: (callId: unknown, tool: unknown, argumentsJson: unknown) => void
  readonly abandon: (callId: unknown) => void
}

type CallMessage =
  Extract<FromWorker, { type: 'tool-call-wanted' | 'tool-call-abandoned' }> extends infer Message
    ? Message extends unknown
      ? Omit<Message, 'runId' | 'at'>
      : never
    : never

export interface CallBridge {
  readonly python: PythonCalls
  /** Replies go there from now on. */
  connect(bridge: PythonBridge): void
  reply(result: Extract<ToWorker, { type: 'tool-result' }>): void
  /** The next piece of a stream. */
  hearText(callId: number, text: string): void
  /** Begins the counts of another run. */
  reset(): void
}

/** `post` posts for the current run, and drops the message between runs. `onOutOfMemory`: Python cannot even fail a call. */
export function createCallBridge(
  post: (message: CallMessage) => void,
  onOutOfMemory: () => void,
): CallBridge {
  const stayAwake = createWakefulness()
  let bridge: PythonBridge | undefined
  /** Calls beyond a budget that the page refused. */
  let refusedCalls = 0
  /** The reply to all calls after those: a used-up budget stays used up. */
  let refusal: string | undefined

  /** If a reply cannot be delivered (out of memory, interrupted), fail the call. Otherwise the script would await it forever. */
  function tell(what: 'settle' | 'hear', callId: number, text: string): void {
    try {
      bridge?.[what](callId, text)
    } catch (error) {
      try {
        bridge?.fail(callId, pythonErrorType(error))
      } catch (failure) {
        if (pythonErrorType(failure) !== 'MemoryError') throw failure
        onOutOfMemory()
      }
    }
  }

  return {
    python: {
      ask(callId, tool, argumentsJson) {
        const known = refusal
        if (known !== undefined) return queueMicrotask(() => tell('settle', Number(callId), known))
        post({
          type: 'tool-call-wanted',
          callId: Number(callId),
          tool: String(tool),
          argumentsJson: String(argumentsJson),
        })
        stayAwake()
      },
      abandon: (callId) => post({ type: 'tool-call-abandoned', callId: Number(callId) }),
    },
    connect: (given) => (bridge = given),
    reply(result) {
      const text = toReplyText(result)
      if (!result.ok && result.error.code === 'tool-budget-exceeded') refusedCalls++
      // From here the worker refuses by itself: the page would not hear Stop among thousands of calls.
      if (refusedCalls >= limits.refusedCallsTold) refusal ??= text
      tell('settle', result.callId, text)
    },
    hearText: (callId, text) => tell('hear', callId, text),
    reset() {
      refusedCalls = 0
      refusal = undefined
    },
  }
}
