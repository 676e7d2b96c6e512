/** The shape of one tool: what Python calls, which edge function answers, and what both agree on. */
import type { z } from 'zod'

/** read: changes nothing · write: changes stored data · spend: costs money. */
export type ToolEffect = 'read' | 'write' | 'spend'

export interface FunctionRequest {
  readonly functionName: string
  readonly body: Record<string, unknown>
}

export interface ToolDefinition<
  Parameters extends z.ZodObject = z.ZodObject,
  Result extends z.ZodType = z.ZodType,
> {
  /** The Python method, snake_case. */
  readonly name: string
  /** One sentence, for people, docstrings and models. */
  readonly summary: string
  /** Each parameter needs `.describe()`; in the order of the Python signature. */
  readonly parameters: Parameters
  readonly result: Result
  readonly effect: ToolEffect
  /** Python that runs as it stands, result as its last expression. */
  readonly example: string
  /** How long the page waits for the answer, in milliseconds. */
  readonly timeoutMs: number
  /** Whether its text is given as it comes: in Python an async generator of it. The function answers with events then. */
  readonly isStream: boolean
  /** Which function a call goes to, and with what. */
  readonly toRequest: (parameters: z.output<Parameters>) => FunctionRequest
}

interface ToolInput<P extends z.ZodObject, R extends z.ZodType> extends Omit<
  ToolDefinition<P, R>,
  'timeoutMs' | 'isStream' | 'toRequest'
> {
  /** Where every call goes to the same function, its folder's name. */
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
