/** The page's side of a tool call: checks what Python asks for, has the edge function called, and tells the log. */
import createQueue from 'p-limit'
import { v4 as newId } from 'uuid'
import { AppError } from '../../contract/errors.ts'
import type { ToolCall } from '../../contract/run/executions.ts'
import { redactJson, redactSecrets } from '../../contract/redactSecrets.ts'
import type { RunRecorder } from '../../contract/run/runRecord.ts'
import { checkArguments } from '../../contract/tools/checkArguments.ts'
import type { FunctionRequest, ToolDefinition } from '../../contract/tools/defineTool.ts'
import { findTool, toolManifest } from '../../contract/tools/manifest.ts'
import { toFault } from '../../contract/toFault.ts'
import { limits, type ChosenLimits, type ToolReply } from '../../contract/run/workerProtocol.ts'
import { createWakefulness } from '../../lib/createWakefulness.ts'
import { callKey } from '../journal/callKey.ts'
import { createDecisions, type Choice } from './createDecisions.ts'
import type { CallFunction } from './CallFunction.ts'
import type { ToolCallState } from '../journal/runState.ts'

/** As the worker sent it: every field is under the control of the script. */
export interface AskedCall {
  readonly tool: string
  readonly argumentsJson: string
  readonly at: number
  readonly callId: number
}

const stayAwake = createWakefulness()

/** The calls of one run. */
export interface ToolHost {
  /**
   * Answers a call: `onReply` is called once, and the log is told after it, while the script goes on. Never rejects.
   * `onText` is given the text of a stream as it comes.
   */
  answer(call: AskedCall, onReply: (reply: ToolReply) => void, onText?: (text: string) => void): Promise<void>
  /** Lets a call that asks be made, once, or fails it with `tool-denied`. One that does not ask is left alone. */
  decide(seq: number, choice: Choice): void
  /** Ends a stream whose rest nobody wants, on the wire too, and takes back a question whose answer nobody awaits. */
  cancel(callId: number): void
  /** Aborts what is pending, on the wire too. Later calls are refused. */
  abort(): void
}

export type NeedsApproval = (tool: ToolDefinition, request: unknown) => boolean

interface ToolHostOptions {
  readonly executionId: string
  readonly limits: Pick<ChosenLimits, 'toolCalls' | 'toolCallsAtOnce'>
  readonly callFunction: CallFunction
  readonly recorder: RunRecorder
  /** Whether a call waits for `decide`; `request` is what was checked, and what is sent. Absent: none does. */
  readonly needsApproval?: NeedsApproval | undefined
  /** Called when a call asks, when it begins and again when it ends, with the same seq. */
  readonly onChange: (call: ToolCallState) => void
}

export function createToolHost(options: ToolHostOptions): ToolHost {
  const { executionId, limits: chosen, callFunction, recorder, needsApproval, onChange } = options
  const aborting = new AbortController()
  const occurrences = new Map<string, number>()
  const inTurn = createQueue(chosen.toolCallsAtOnce)
  const decisions = createDecisions()
  /** What ends those calls of which the script may not want to hear the rest. */
  const leavers = new Map<number, AbortController>()
  let nextSeq = 0
  let charactersOut = 0
  let charactersIn = 0

  const tooManyCalls = () => overBudget(`${chosen.toolCalls.toLocaleString('en')} tool calls`)

  /** What a run may ask of tools in all. */
  function checkBudget(asked: AskedCall): void {
    if (nextSeq >= chosen.toolCalls) throw tooManyCalls()
    charactersOut += asked.argumentsJson.length
    if (charactersOut > limits.toolCharacters) throw overBudget(`${megabytes} MB of arguments`)
    if (charactersIn > limits.toolCharacters) throw overBudget(`${megabytes} MB of answers`)
  }

  async function answer(
    asked: AskedCall,
    onReply: (reply: ToolReply) => void,
    onText?: (text: string) => void,
  ): Promise<void> {
    // Who asks on and on is answered, but neither listed nor logged: it would keep the page from hearing Stop.
    if (nextSeq >= chosen.toolCalls + limits.refusedCallsTold) return onReply(failed(tooManyCalls()).reply)
    let startedAt = new Date()
    let startedAtMs = performance.now()
    const checked = check(asked, checkBudget)
    const { key } = checked
    const occurrence = occurrences.get(key) ?? 0
    occurrences.set(key, occurrence + 1)
    const mustAsk = checked.target !== null && needsApproval?.(checked.tool, checked.request) === true
    let call: ToolCallState = {
      seq: nextSeq++,
      tool: asked.tool.slice(0, 100),
      functionName: checked.target?.functionName ?? null,
      request: checked.request,
      status: mustAsk ? 'asking' : 'pending',
      response: null,
      error: null,
      offsetMs: Math.max(0, asked.at),
      durationMs: null,
    }
    onChange(call)

    if (mustAsk) {
      const choice = await leavable(asked.callId, (signal) => decisions.wait(call.seq, signal))
      // How long a person takes is nothing that the tool took.
      call = { ...call, status: 'pending', offsetMs: call.offsetMs + performance.now() - startedAtMs }
      startedAt = new Date()
      startedAtMs = performance.now()
      if (choice === 'allow') onChange(call)
      else return end(choice === 'deny' ? failed(new AppError('tool-denied')) : cancelled)
    }
    end(
      await (checked.target && checked.tool.isStream
        ? leavable(asked.callId, (signal) => settle(checked, signal, onText))
        : settle(checked, aborting.signal)),
    )

    function end({ state, error, reply }: Ending): void {
      const durationMs = performance.now() - startedAtMs
      onReply(reply)
      stayAwake()
      onChange({ ...call, ...state, durationMs })
      recorder.toolCallEnded({
        id: newId(),
        execution_id: executionId,
        seq: call.seq,
        tool: call.tool,
        function_name: call.functionName,
        call_key: key,
        occurrence,
        // The script has them as they are; the log lasts.
        request: redactJson(call.request),
        response: redactJson(state.response),
        status: state.status,
        error: error && { ...error, message: redactSecrets(error.message) },
        started_at: startedAt.toISOString(),
        offset_ms: call.offsetMs,
        duration_ms: durationMs,
        cached: false,
      })
    }
  }

  /** Work that ends when the script does not wait for its outcome any more. */
  async function leavable<Outcome>(
    callId: number,
    work: (signal: AbortSignal) => Promise<Outcome>,
  ): Promise<Outcome> {
    const leaving = new AbortController()
    leavers.set(callId, leaving)
    try {
      return await work(AbortSignal.any([aborting.signal, leaving.signal]))
    } finally {
      leavers.delete(callId)
    }
  }

  async function settle(
    checked: CheckedCall,
    signal: AbortSignal,
    onText?: (text: string) => void,
  ): Promise<Ending> {
    if (!checked.target) return failed(checked.error)
    const { target, tool } = checked
    try {
      const response = await inTurn(() => {
        signal.throwIfAborted()
        return callFunction(target, { signal, timeoutMs: tool.timeoutMs, onText })
      })
      const ending = completed(response)
      if (ending.reply.ok) charactersIn += ending.reply.json.length
      return ending
    } catch (error) {
      if (signal.aborted) return cancelled
      return failed(error instanceof AppError ? error : new AppError('function-failed', String(error)))
    }
  }

  return {
    answer,
    decide: (seq, choice) => decisions.decide(seq, choice),
    cancel: (callId) =>
      leavers.get(callId)?.abort(new DOMException('Nobody listens any more.', 'AbortError')),
    abort: () => aborting.abort(new DOMException('The run was stopped.', 'AbortError')),
  }
}

const megabytes = limits.toolCharacters / 1_000_000

const overBudget = (what: string): AppError =>
  new AppError('tool-budget-exceeded', `One run may use ${what}. Ask for less, or do it in several runs.`)

type CheckedCall = { readonly request: unknown; readonly key: string } & (
  | { readonly target: FunctionRequest; readonly tool: ToolDefinition }
  | { readonly target: null; readonly error: AppError }
)

/** The call as the manifest has it, or why it cannot be made. */
function check(asked: AskedCall, checkBudget: (asked: AskedCall) => void): CheckedCall {
  const { tool: name, argumentsJson } = asked
  let request: unknown = null
  try {
    checkBudget(asked)
    if (argumentsJson.length > limits.toolArgumentCharacters) throw new AppError('request-too-large')
    request = JSON.parse(argumentsJson)
    const tool = findTool(name)
    if (!tool) throw new AppError('tool-unknown', unknownToolSentence(name))
    const parameters = checkArguments(tool, request)
    const key = keyOf(name, parameters)
    if (key === null) throw new AppError('tool-input-invalid', unwritableSentence)
    return { target: tool.toRequest(parameters), tool, request: parameters, key }
  } catch (error) {
    const fault = error instanceof AppError ? error : new AppError('tool-input-invalid', String(error))
    return { target: null, error: fault, request, key: keyOf(name, request) ?? callKey(name, null) }
  }
}

/** null for what canonical JSON has no way to write. */
function keyOf(tool: string, request: unknown): string | null {
  try {
    return callKey(tool, request)
  } catch {
    return null
  }
}

const unwritableSentence =
  'The arguments hold half of a character (a lone surrogate) or a number beyond what JSON readers take. Leave it out.'

const unknownToolSentence = (name: string): string =>
  `There is no tool named ${name.slice(0, 100)}. There are: ${toolManifest.map((tool) => tool.name).join(', ')}.`

interface Ending {
  readonly state: Pick<ToolCallState, 'response' | 'error'> & Pick<ToolCall, 'status'>
  readonly error: ToolCall['error']
  readonly reply: ToolReply
}

function completed(response: unknown): Ending {
  const json = JSON.stringify(response ?? null)
  return {
    state: { status: 'completed', response: response ?? null, error: null },
    error: null,
    reply: { ok: true, json },
  }
}

function failed(error: AppError): Ending {
  const { code, message, status } = error
  return {
    state: { status: 'failed', response: null, error: { code, message } },
    error: { code, message, status },
    reply: { ok: false, error: toFault(error) },
  }
}

/** Nobody reads this reply: the run is being ended. */
const cancelled: Ending = {
  state: { status: 'cancelled', response: null, error: null },
  error: null,
  reply: { ok: false, error: toFault(new AppError('tool-timed-out', 'The run was stopped.')) },
}
