/** The port through which a run reaches edge functions. */
import type { FunctionRequest } from '../../contract/tools/defineTool.ts'

/**
 * Calls an edge function as the signed-in user and gives its JSON; with `onText`, which is given its text as it comes, of a
 * function that answers with a stream. Rejects with an AppError; with the signal's reason when aborted.
 */
export type CallFunction = (
  request: FunctionRequest,
  options: {
    readonly signal: AbortSignal
    readonly timeoutMs: number
    readonly onText?: ((text: string) => void) | undefined
    /** Gets the JSON of an answer that is no stream, as the function wrote it. */
    readonly onJson?: ((json: string) => void) | undefined
  },
) => Promise<unknown>
