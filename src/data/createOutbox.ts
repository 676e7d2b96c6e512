/** Keeps what a run wrote to the log until the backend has it. */
import type { ReadableStore } from '../lib/createStore.ts'

export interface OutboxState {
  /** Entries that the backend does not have yet. */
  readonly pending: number
  /** Entries that the backend will never take; they are kept here with the reason. */
  readonly rejected: number
  /** Why the latest rejected entry was refused. */
  readonly rejectedReason: string | null
  /** 'storage': this browser keeps nothing, so closing the tab loses what is pending. */
  readonly problem: null | 'offline' | 'signed-out' | 'storage'
}

export interface Outbox extends ReadableStore<OutboxState> {
  /** Tries to deliver now, without waiting for the next attempt. */
  readonly deliver: () => Promise<void>
  readonly dismissRejected: () => Promise<void>
}
