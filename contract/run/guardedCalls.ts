/** What a tool call does that may need approval, whichever tool it takes for it. */
import { chatFunction } from '../chat/chat.ts'
import { browseFunction } from '../tools/browseWeb.ts'
import type { ToolDefinition } from '../tools/defineTool.ts'
import { approvalKinds, type ApprovalKind } from './approvals.ts'
import { pythonExecutorFunction } from './pythonExecutor.ts'

export interface GuardedCall {
  /** Empty if the call never needs approval. */
  readonly kinds: readonly ApprovalKind[]
  /** The page that the call asks for; null if it asks for none. */
  readonly address: string | null
  /** Whether it runs code, whose own calls ask nobody. */
  readonly runsCode: boolean
}

const codeFunctions = [pythonExecutorFunction, chatFunction]

/** @param request The checked arguments of the call. */
export function guardCall(tool: ToolDefinition, request: unknown): GuardedCall {
  const { functionName, body } = toRequest(tool, request)
  const ownKinds = tool.effect === 'read' ? [] : [tool.effect]
  // A tool of its own for a model's answer runs no code; a call by the function's name may.
  if (codeFunctions.includes(functionName) && tool.effect === 'write')
    return { kinds: approvalKinds, address: null, runsCode: true }
  if (functionName !== browseFunction) return { kinds: ownKinds, address: null, runsCode: false }
  const { url } = body
  return { kinds: [...ownKinds, 'browse'], address: typeof url === 'string' ? url : '', runsCode: false }
}

/** The same call, with redirects to other hosts refused: each host is asked about by its own call. */
export function withoutRedirects(tool: ToolDefinition, request: unknown): unknown {
  if (toRequest(tool, request).functionName !== browseFunction) return request
  const redirects = { redirects: 'same_host' }
  const fields = request as Record<string, unknown>
  // invoke_function has the body of the function inside.
  return tool.effect === 'read'
    ? { ...fields, ...redirects }
    : { ...fields, payload: { ...(fields['payload'] as object | null), ...redirects } }
}

/** The arguments were checked by the tool's own schema. */
const toRequest = (tool: ToolDefinition, request: unknown) =>
  tool.toRequest(request as Parameters<ToolDefinition['toRequest']>[0])
