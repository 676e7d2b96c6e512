/** The seam where a tool call is answered without its function: by a journal (replay), a cache or an experiment. */
import type { AppError } from '../../contract/errors.ts'

export interface AnswerableCall {
  readonly tool: string
  /** The arguments as they were checked, defaults included. */
  readonly request: unknown
}

export type GivenAnswer =
  | {
      readonly ok: true
      /** JSON, as it was recorded. */
      readonly json: string
      /** The pieces of a tool that streams, in order: its script iterates over them. */
      readonly texts?: readonly string[]
    }
  | { readonly ok: false; readonly error: AppError }

/**
 * Asked for each call that passed its checks, before approval and before its function is called. undefined: the function
 * answers. Equal calls have equal keys; `occurrence` counts them within the run, from 0.
 */
export type AnswerCall = (
  key: string,
  occurrence: number,
  call: AnswerableCall,
) => GivenAnswer | undefined | Promise<GivenAnswer | undefined>
