/** Builds states of a chat for tests. */
import type { ChatState, StepRun } from '../ChatWindowParts.ts'

/** A new, empty chat with `change` applied. */
export const chatStateOf = (change: Partial<ChatState>): ChatState => ({
  conversation: {
    id: 'c0ffee00-0000-4000-8000-000000000000',
    title: '',
    python_first: true,
    metadata: { allowed_tools: [], allowed_hosts: [], uses_built_in_model: false },
    created_at: '2026-11-20T12:00:00Z',
    updated_at: '2026-11-20T12:00:00Z',
  },
  messages: [],
  summary: null,
  activity: 'idle',
  runs: new Map(),
  runningStep: null,
  error: null,
  ...change,
})

interface RunChange {
  readonly toolCalls?: readonly { readonly tool: string; readonly status: 'asking' | 'failed' }[]
  readonly questions?: StepRun['run']['questions']
  /** One line. The run has ended with this error. */
  readonly failure?: string
  readonly failureCode?: 'exception' | 'stopped'
}

/** A run that is going on, or one that failed if `failure` is given. */
export function runOf({ toolCalls = [], questions = [], failure, failureCode = 'exception' }: RunChange) {
  const run: StepRun['run'] = {
    executionId: 'run',
    code: '1',
    limits: { runSeconds: 30, toolCalls: 10, toolCallsAtOnce: 4, memoryMegabytes: 50 },
    phase: failure === undefined ? 'running' : 'ended',
    askedAtMs: 0,
    beganAtMs: 0,
    packages: null,
    startedAtMs: 0,
    output: [],
    outputOmitted: 0,
    displays: [],
    progress: null,
    questions,
    answering: { sinceMs: null, totalMs: 0 },
    toolCalls: toolCalls.map(({ tool, status }, seq) => ({
      seq,
      tool,
      status,
      functionName: null,
      requestJson: '{}',
      responseJson: null,
      error:
        status === 'failed'
          ? { code: 'tool-denied', message: 'You did not allow this call.', status: 403 }
          : null,
      offsetMs: 0,
      durationMs: null,
    })),
    callsAsking: toolCalls.filter(({ status }) => status === 'asking').length,
    outcome:
      failure === undefined
        ? null
        : {
            status: 'failed',
            code: failureCode,
            message: failure,
            traceback: failure,
            line: 1,
            exitCode: 1,
          },
    durationMs: failure === undefined ? null : 5,
  }
  return run
}
