/** A tool host whose outside is the test: its events are folded and recorded as those of a run are. */
import type { ToolCall } from '../../../contract/run/executions.ts'
import type { NewRunEvent, RunEvent } from '../../../contract/run/runEvents.ts'
import type { ToolDefinition } from '../../../contract/tools/defineTool.ts'
import { defaultLimits, type ChosenLimits } from '../../../contract/run/workerProtocol.ts'
import { createRunRecorder } from '../../journal/createRunRecorder.ts'
import { newRun, reduceRun } from '../../journal/reduceRun.ts'
import type { ToolCallState } from '../../journal/runState.ts'
import { startOf } from '../../journal/tests/runOf.ts'
import type { AnswerCall } from '../AnswerCall.ts'
import type { CallFunction } from '../CallFunction.ts'
import type { DecisionLimits } from '../createDecisions.ts'
import { createToolHost, type NeedsApproval, type ToolHost } from '../createToolHost.ts'

interface HostOptions {
  readonly callFunction: CallFunction
  readonly chosen?: Partial<ChosenLimits>
  readonly answerCall?: AnswerCall
  readonly needsApproval?: NeedsApproval
  readonly decisionLimits?: DecisionLimits
  readonly restrict?: (tool: ToolDefinition, request: unknown) => unknown
}

export interface OpenHost {
  readonly host: ToolHost
  readonly events: readonly RunEvent[]
  /** Rows of the log, in the order of the calls' ends. */
  readonly recorded: readonly ToolCall[]
  readonly calls: () => readonly ToolCallState[]
}

export function openHost({ callFunction, chosen, answerCall, ...guard }: HostOptions): OpenHost {
  const limits = { ...defaultLimits, ...chosen }
  const beganAtMs = performance.now()
  const events: RunEvent[] = []
  const recorded: ToolCall[] = []
  const outbox = {
    append(entry: Parameters<Parameters<typeof createRunRecorder>[0]['outbox']['append']>[0]) {
      if (entry.kind === 'tool-calls') recorded.push(...entry.rows)
    },
  }
  const recorder = createRunRecorder({ outbox, userId: () => 'user' })
  const start = { ...startOf('e'), limits }
  let run = newRun(start, beganAtMs)
  const emit = (event: NewRunEvent, at = performance.now() - beganAtMs) => {
    const numbered: RunEvent = { ...event, seq: events.length, at }
    events.push(numbered)
    run = reduceRun(run, numbered)
    recorder.hear(numbered, run)
  }
  emit({ type: 'run-started', ...start }, 0)
  emit({ type: 'script-started' }, 0)
  const host = createToolHost({ limits, callFunction, answerCall, ...guard, emit })
  return { host, events, recorded, calls: () => run.toolCalls }
}
