/** What runs scripts, wherever: one at a time, in this browser or on the server. */
import type { RunRequest } from '../../contract/run/runRequest.ts'
import type { RunnerState } from './runnerState.ts'

export interface Runner {
  getState(): RunnerState
  /** Calls back after every change; gives what ends that. */
  subscribe(listener: () => void): () => void
  /** Starts a run, or has it wait for Python; gives the execution's id. Throws while another is going on. */
  run(request: RunRequest): string
  /** Ends the current run: asks first, then interrupts, then ends the worker. */
  stop(): void
  /** Answers what the current run asks by input(). */
  answer(inputId: number, text: string): void
  /** Makes a tool call of the current run that asks, or denies it. One that does not ask (any more) is left alone. */
  decide(call: number, choice: 'allow' | 'deny'): void
  /** Ends the current run at once, and shows none: what it was is for who began it. A session begins afresh. */
  forget(): void
  /** Starts Python again after it failed to start; a run that is going on ends, and a session begins afresh. */
  restart(): void
  dispose(): void
}
