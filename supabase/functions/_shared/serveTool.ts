/**
 * The wrapper of every tool's function: `servePost` plus rate limit and validation of arguments and result.
 */
import type { z } from 'zod'
import { checkArguments } from '../../../contract/tools/checkArguments.ts'
import type { ToolDefinition } from '../../../contract/tools/defineTool.ts'
import { exactResponse } from './exactResponse.ts'
import { limitRate } from './limitRate.ts'
import { acceptsEvents, type Caller, servePost } from './servePost.ts'

export interface ToolContext extends Pick<Caller, 'supabase' | 'userId'> {
  /** Aborted when the caller disconnects. */
  readonly signal: AbortSignal
}

/**
 * Creates a fetch handler that answers with the handler's result as JSON.
 *
 * @param stream Answers instead if the request accepts events (`Accept: text/event-stream`).
 */
export function serveTool<Parameters extends z.ZodObject, Result extends z.ZodType>(
  tool: ToolDefinition<Parameters, Result>,
  handler: (parameters: z.output<Parameters>, context: ToolContext) => Promise<z.input<Result>>,
  stream?: (parameters: z.output<Parameters>, context: ToolContext) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return servePost(tool.name, answerTool(tool, handler, stream))
}

/** `serveTool` without `servePost`, for functions that also answer other requests. */
export function answerTool<Parameters extends z.ZodObject, Result extends z.ZodType>(
  tool: ToolDefinition<Parameters, Result>,
  handler: (parameters: z.output<Parameters>, context: ToolContext) => Promise<z.input<Result>>,
  stream?: (parameters: z.output<Parameters>, context: ToolContext) => Promise<Response>,
): (body: unknown, caller: Caller, request: Request) => Promise<Response> {
  return async (body, caller, request) => {
    limitRate(caller.userId, tool.effect)
    const parameters = checkArguments(tool, body)
    const context: ToolContext = {
      userId: caller.userId,
      get supabase() {
        return caller.supabase
      },
      signal: request.signal,
    }
    if (stream !== undefined && acceptsEvents(request)) return stream(parameters, context)
    return exactResponse(tool.result.parse(await handler(parameters, context)))
  }
}
