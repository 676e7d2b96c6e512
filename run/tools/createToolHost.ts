/** The tool calls of one run: checks what Python asks for, has the edge function called, and tells what happens. */
import pLimit from 'p-limit'
import { AppError } from '../../contract/errors.ts'
import type { NewRunEvent, ToolCallEnd } from '../../contract/run/runEvents.ts'
import { limits, type ChosenLimits, type ToolReply } from '../../contract/run/workerProtocol.ts'
import { toFault } from '../../contract/toFault.ts'
import { checkArguments } from '../../contract/tools/checkArguments.ts'
import type { FunctionRequest, ToolDefinition } from '../../contract/tools/defineTool.ts'
import { findTool, toolManifest } from '../../contract/tools/manifest.ts'
import { findUnsafeInteger, unsafeIntegerSentence } from '../../lib/exactJson.ts'
import { createWakefulness } from '../../lib/createWakefulness.ts'
import { callKey } from '../journal/callKey.ts'
import type { AnswerableCall, AnswerCall, GivenAnswer } from './AnswerCall.ts'
import type { CallFunction } from './CallFunction.ts'
import { createDecisions, type Choice, type DecisionLimits } from './createDecisions.ts'
import { toExactRequest } from './toExactRequest.ts'

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
   * Answers a call: `onReply` is called once, and the event of its end follows, while the script goes on. Never rejects.
   * `onText` gets the text of a stream in pieces.
   */
  answer(call: AskedCall, onReply: (reply: ToolReply) => void, onText?: (text: string) => void): Promise<void>
  /** Makes a call that waits for approval, once, or fails it with `tool-denied`. Any other call is left alone. */
  decide(call: number, choice: Choice): void
  /** Aborts a stream whose rest nobody reads, on the wire too, and withdraws a question whose answer nobody awaits. */
  cancel(callId: number): void
  /** Ends all open calls as cancelled, on the wire too, before it returns. Later calls are refused. */
  abort(): void
}

/** Whether a call waits for a decision. An AppError refuses it at once, if nobody could decide. */
export type NeedsApproval = (tool: ToolDefinition, request: unknown) => boolean | AppError

interface ToolHostOptions {
  readonly limits: Pick<ChosenLimits, 'toolCalls' | 'toolCallsAtOnce'>
  readonly callFunction: CallFunction
  /** Absent: every call goes to its function. */
  readonly answerCall?: AnswerCall | undefined
  /** Whether a call waits for `decide`; `request` is what was checked, and what is sent. Absent: none does. */
  readonly needsApproval?: NeedsApproval | undefined
  /** Absent: calls wait for `decide` without a limit. */
  readonly decisionLimits?: DecisionLimits | undefined
  /** Narrows what a call may do, once its arguments are checked. Absent: they are sent as they are. */
  readonly restrict?: ((tool: ToolDefinition, request: unknown) => unknown) | undefined
  /** `at`: when it happened, by the worker's clock; absent: now. */
  readonly emit: (event: NewRunEvent, at?: number) => void
}

export function createToolHost(options: ToolHostOptions): ToolHost {
  const { limits: chosen, callFunction, answerCall, needsApproval, decisionLimits, restrict, emit } = options
  const aborting = new AbortController()
  const occurrences = new Map<string, number>()
  const inTurn = pLimit(chosen.toolCallsAtOnce)
  const decisions = createDecisions(decisionLimits)
  /** Ends those calls that the script may abandon. */
  const leavers = new Map<number, AbortController>()
  /** Cancels the calls that have not ended. */
  const open = new Map<number, () => void>()
  let nextCall = 0
  let charactersOut = 0
  let charactersIn = 0

  const tooManyCalls = () => overBudget(`${chosen.toolCalls.toLocaleString('en')} tool calls`)

  /** What a run may ask of tools in all. */
  function checkBudget(asked: AskedCall): void {
    if (nextCall >= chosen.toolCalls) throw tooManyCalls()
    charactersOut += asked.argumentsJson.length
    if (charactersOut > limits.toolCharacters) throw overBudget(`${megabytes} MB of arguments`)
    if (charactersIn > limits.toolCharacters) throw overBudget(`${megabytes} MB of answers`)
  }

  async function answer(
    asked: AskedCall,
    onReply: (reply: ToolReply) => void,
    onText?: (text: string) => void,
  ): Promise<void> {
    // Beyond this, calls are answered but neither listed nor logged: they would keep the page from hearing Stop.
    if (nextCall >= chosen.toolCalls + limits.refusedCallsTold) return onReply(failed(tooManyCalls()).reply)
    const checked = check(asked, checkBudget, restrict)
    const { key, request, requestJson } = checked
    const tool = asked.tool.slice(0, 100)
    const occurrence = occurrences.get(key) ?? 0
    occurrences.set(key, occurrence + 1)
    const call = nextCall++
    const functionName = checked.target?.functionName ?? null
    let isAsking = false

    function decided(choice: Choice | 'withdrawn' | 'expired'): void {
      isAsking = false
      emit({ type: 'tool-call-decided', call, choice })
    }
    function end({ end: outcome, reply }: Ending, cached = false): void {
      // The script goes on before the log hears of it. A call that was cancelled may still settle.
      if (!open.delete(call)) return
      onReply(reply)
      stayAwake()
      emit({ type: 'tool-call-ended', call, ...outcome, cached })
    }
    open.set(call, () => {
      if (isAsking) decided('withdrawn')
      end(cancelled)
    })

    emit({ type: 'tool-call-started', call, tool, functionName, requestJson, key, occurrence }, asked.at)
    if (!checked.target) return end(failed(checked.error))
    const hearText = (text: string) => {
      if (!open.has(call)) return
      onText?.(text)
      emit({ type: 'tool-call-streamed', call, text })
    }
    const given = answerCall && (await givenBy(answerCall, key, occurrence, { tool, request }))
    // The run may have ended meanwhile.
    if (!open.has(call)) return
    if (given) {
      if (given.ok) given.texts?.forEach(hearText)
      return end(given.ok ? completed(given.json) : failed(given.error), true)
    }
    const need = needsApproval?.(checked.tool, request) ?? false
    if (need instanceof AppError) return end(failed(need))
    if (need) {
      isAsking = true
      emit({ type: 'tool-call-asked', call })
      const choice = await leavable(asked.callId, (signal) => decisions.wait(call, signal))
      if (!open.has(call)) return
      decided(choice)
      if (choice === 'withdrawn') return end(cancelled)
      if (choice !== 'allow')
        return end(failed(new AppError('tool-denied', choice === 'expired' ? lateSentence : undefined)))
    }
    end(
      await (checked.tool.isStream
        ? leavable(asked.callId, (signal) => settle(checked, signal, hearText))
        : settle(checked, aborting.signal)),
    )
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
    { target, tool }: MadeCall,
    signal: AbortSignal,
    onText?: (text: string) => void,
  ): Promise<Ending> {
    try {
      let json: string | undefined
      const onJson = (text: string) => (json = text)
      const response = await inTurn(() => {
        signal.throwIfAborted()
        return callFunction(target, { signal, timeoutMs: tool.timeoutMs, onText, onJson })
      })
      // A stream has no JSON of its own.
      const ending = completed(json ?? JSON.stringify(response ?? null))
      if (ending.reply.ok) charactersIn += ending.reply.json.length
      return ending
    } catch (error) {
      if (signal.aborted) return cancelled
      return failed(error instanceof AppError ? error : new AppError('function-failed', String(error)))
    }
  }

  return {
    answer,
    decide: (call, choice) => decisions.decide(call, choice),
    cancel: (callId) =>
      leavers.get(callId)?.abort(new DOMException('Nobody listens any more.', 'AbortError')),
    abort() {
      aborting.abort(new DOMException('The run was stopped.', 'AbortError'))
      for (const cancel of open.values()) cancel()
    },
  }
}

const lateSentence = 'Nobody allowed this call in time, so it was not made.'
const megabytes = limits.toolCharacters / 1_000_000

const overBudget = (what: string): AppError =>
  new AppError('tool-budget-exceeded', `One run may use ${what}. Ask for less, or do it in several runs.`)

/** A journal or a cache that breaks down fails the call, and no other. */
async function givenBy(
  answerCall: AnswerCall,
  key: string,
  occurrence: number,
  call: AnswerableCall,
): Promise<GivenAnswer | undefined> {
  try {
    return await answerCall(key, occurrence, call)
  } catch (error) {
    return { ok: false, error: new AppError('function-failed', String(error)) }
  }
}

interface MadeCall {
  readonly target: FunctionRequest
  readonly tool: ToolDefinition
}

type CheckedCall = { readonly request: unknown; readonly requestJson: string; readonly key: string } & (
  | MadeCall
  | { readonly target: null; readonly error: AppError }
)

/** @throws AppError `tool-input-invalid` for an integer that would be rounded on the way. */
function rewrite(tool: ToolDefinition, argumentsJson: string, parameters: object): string {
  const unsafe = findUnsafeInteger(argumentsJson)
  if (unsafe === undefined) return JSON.stringify(parameters)
  throw new AppError('tool-input-invalid', `${tool.name}(): ${unsafeIntegerSentence(unsafe)}`)
}

/** The call as the manifest has it, or why it cannot be made. */
function check(
  asked: AskedCall,
  checkBudget: (asked: AskedCall) => void,
  restrict: ToolHostOptions['restrict'],
): CheckedCall {
  const { tool: name, argumentsJson } = asked
  let request: unknown = null
  try {
    checkBudget(asked)
    if (argumentsJson.length > limits.toolArgumentCharacters) throw new AppError('request-too-large')
    request = JSON.parse(argumentsJson)
    const tool = findTool(name)
    if (!tool) throw new AppError('tool-unknown', unknownToolSentence(name))
    const given = checkArguments(tool, request)
    const restricted = restrict === undefined ? given : restrict(tool, given)
    const parameters = restricted === given ? given : checkArguments(tool, restricted)
    // A restricted call is sent as it was restricted, not as Python wrote it.
    const json = restricted === given ? argumentsJson : rewrite(tool, argumentsJson, parameters)
    const exact = toExactRequest(tool, parameters, json)
    // Of integers that JavaScript rounds, only their text tells which are equal.
    const key = keyOf(name, findUnsafeInteger(json) === undefined ? parameters : json)
    if (key === null) throw new AppError('tool-input-invalid', unwritableSentence)
    return { ...exact, tool, request: parameters, key }
  } catch (error) {
    const fault = error instanceof AppError ? error : new AppError('tool-input-invalid', String(error))
    const key = keyOf(name, request) ?? callKey(name, null)
    // What was too long, or no JSON, is not kept.
    return {
      target: null,
      error: fault,
      request,
      requestJson: request === null ? 'null' : argumentsJson,
      key,
    }
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
  readonly end: Omit<ToolCallEnd, 'cached'>
  readonly reply: ToolReply
}

function completed(json: string): Ending {
  return {
    end: { status: 'completed', responseJson: json, error: null },
    reply: { ok: true, json },
  }
}

function failed(error: AppError): Ending {
  const { code, message, status } = error
  return {
    end: { status: 'failed', responseJson: null, error: { code, message, status } },
    reply: { ok: false, error: toFault(error) },
  }
}

/** Nobody reads this reply: the run is being ended, or the script has abandoned the call. */
const cancelled: Ending = {
  end: { status: 'cancelled', responseJson: null, error: null },
  reply: { ok: false, error: toFault(new AppError('tool-timed-out', 'The run was stopped.')) },
}
