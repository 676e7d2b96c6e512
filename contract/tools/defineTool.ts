/** Defines a tool: the Python method, the edge function that answers, and the contract between them. */
import type { z } from 'zod'

/** read: changes nothing. write: changes stored data. spend: costs money. Decides the rate limit. */
export type ToolEffect = 'read' | 'write' | 'spend'

export interface FunctionRequest {
  readonly functionName: string
  readonly body: Record<string, unknown>
  /** The body as it is sent, where that is more exact than `body` in JSON. */
  readonly json?: string
}

export interface ToolDefinition<
  Parameters extends z.ZodObject = z.ZodObject,
  Result extends z.ZodType = z.ZodType,
> {
  /** The Python method, snake_case. */
  readonly name: string
  /** One sentence, for people, docstrings and models. */
  readonly summary: string
  /** In the order of the Python signature. Each parameter needs `.describe()`. */
  readonly parameters: Parameters
  readonly result: Result
  readonly effect: ToolEffect
  /** Python that runs as it is, with the result as its last expression. */
  readonly example: string
  /** How long the page waits for the answer, in milliseconds. Default 25,000. */
  readonly timeoutMs: number
  /** If true, the function answers with events, and the Python method is an async generator of text. */
  readonly isStream: boolean
  /** The parameter that is the whole body. Its JSON is sent as Python wrote it, whatever numbers it holds. */
  readonly bodyParameter?: string
  /** Maps the arguments to the function and its body. */
  readonly toRequest: (parameters: z.output<Parameters>) => FunctionRequest
}

interface ToolInput<P extends z.ZodObject, R extends z.ZodType> extends Omit<
  ToolDefinition<P, R>,
  'timeoutMs' | 'isStream' | 'toRequest'
> {
  /** The folder name of the function, if every call goes to the same one. Default: the tool's name. */
  readonly functionName?: string
  readonly toRequest?: (parameters: z.output<P>) => FunctionRequest
  readonly timeoutMs?: number
  readonly isStream?: boolean
}

export function defineTool<P extends z.ZodObject, R extends z.ZodType>(
  input: ToolInput<P, R>,
): ToolDefinition<P, R> {
  const { functionName = input.name, ...rest } = input
  return {
    timeoutMs: 25_000,
    isStream: false,
    toRequest: (parameters) => ({ functionName, body: parameters }),
    ...rest,
  }
}
