/** What the server and the database's thread tell each other. */
import type { Keys } from './keys.ts'

/** How a thread begins. */
export interface DatabaseStart {
  /** The folder of PGlite's files. */
  readonly directory: string
  /** The path of an initialised database, which a new directory begins from. */
  readonly image: string
  readonly keys: Keys
  readonly siteUrl: string
}

export type ToDatabase =
  | {
      readonly type: 'request'
      readonly id: number
      readonly url: string
      readonly method: string
      readonly headers: [string, string][]
      readonly body: ArrayBuffer | null
      readonly peerAddress: string | null
    }
  | { readonly type: 'close' }

export type FromDatabase =
  | { readonly type: 'ready' }
  | {
      readonly type: 'answer'
      readonly id: number
      readonly status: number
      readonly headers: [string, string][]
      readonly body: ArrayBuffer
    }
  | { readonly type: 'failure'; readonly id: number; readonly reason: string }
  /** The database answers nothing more: it has to be opened again. */
  | { readonly type: 'fatal'; readonly reason: string }
