/** The frame of every tool's function: on top of servePost, what may come in and what may go out. */
import type { z } from 'zod'
import { checkArguments } from '../../../contract/tools/checkArguments.ts'
import type { ToolDefinition } from '../../../contract/tools/defineTool.ts'
import { limitRate } from './limitRate.ts'
import { acceptsEvents, type Caller, servePost } from './servePost.ts'

export interface ToolContext extends Pick<Caller, 'supabase' | 'userId'> {
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal
}

/**
 * A fetch handler that answers POST requests of signed-in users with the handler's result as JSON; with that of
 * `stream`, where there is one and the request accepts events (`Accept: text/event-stream`).
 */
export function serveTool<Parameters extends z.ZodObject, Result extends z.ZodType>(
  tool: ToolDefinition<Parameters, Result>,
  handler: (parameters: z.output<Parameters>, context: ToolContext) => Promise<z.input<Result>>,
  stream?: (parameters: z.output<Parameters>, context: ToolContext) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return servePost(tool.name, answerTool(tool, handler, stream))
}

/** The same for a function that answers more than its tool's calls. */
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
    return Response.json(tool.result.parse(await handler(parameters, context)))
  }
}
