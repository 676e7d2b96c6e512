/** Runs scripts, one at a time: in this browser or on the server. */
import type { RunRequest } from '../../contract/run/runRequest.ts'
import type { RunnerState } from './runnerState.ts'

export interface Runner {
  getState(): RunnerState
  /** Calls back after every change until the returned function is called. */
  subscribe(listener: () => void): () => void
  /** Starts a run, which may have to wait for Python. @returns the execution's id. @throws while another run goes on. */
  run(request: RunRequest): string
  /** Stops the current run: cancels, then interrupts, then terminates the worker. */
  stop(): void
  /** Answers a question of the current run; null is the end of input. */
  answer(inputId: number, text: string | null): void
  /** Approves or denies a tool call that waits for it. Any other call is left alone. */
  decide(call: number, choice: 'allow' | 'deny'): void
  /** Ends the current run at once and shows none: another user must not see it. A session begins afresh. */
  forget(): void
  /** Starts Python again after it failed to start. A run that goes on ends, and a session begins afresh. */
  restart(): void
  dispose(): void
}
