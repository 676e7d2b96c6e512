/** Decides which calls of a conversation's code need the person's approval. */
import type { ChatMessage, Conversation } from '../../contract/chat/chat.ts'
import { guardCall, withoutRedirects } from '../../contract/run/guardedCalls.ts'
import { hostOf, hostsIn } from '../../contract/run/hosts.ts'
import type { ToolDefinition } from '../../contract/tools/defineTool.ts'
import type { CallGuard, ChatPorts } from './ports.ts'

interface OpenCallGuard extends CallGuard {
  /** The same for a call that was asked about before, by the tool's name. */
  readonly asks: (tool: string, request: unknown) => boolean
  /** What to keep with the conversation so that such calls are always allowed. Calls that run code always ask. */
  readonly toAllow: (tool: string, request: unknown) => Partial<Conversation['metadata']>
}

interface GuardOptions {
  readonly ports: Pick<ChatPorts, 'approvals' | 'allowedHosts'>
  readonly read: () => {
    readonly conversation: Pick<Conversation, 'metadata'>
    readonly messages: readonly ChatMessage[]
  }
}

export function createCallGuard({ ports, read }: GuardOptions): OpenCallGuard {
  const found = new WeakMap<ChatMessage, readonly string[]>()
  function hostsOf(message: ChatMessage): readonly string[] {
    // What a model or a page wrote names nothing.
    if (message.role !== 'user') return []
    const known = found.get(message) ?? hostsIn(textOf(message))
    found.set(message, known)
    return known
  }

  function isNamed(address: string): boolean {
    const host = hostOf(address)
    const { conversation, messages } = read()
    return (
      host !== null &&
      (ports.allowedHosts().includes(host) ||
        conversation.metadata.allowed_hosts.includes(host) ||
        messages.some((message) => hostsOf(message).includes(host)))
    )
  }

  /** The tools that were asked about: their definitions load with the first call. */
  const tools = new Map<string, ToolDefinition>()

  function needsApproval(tool: ToolDefinition, request: unknown): boolean {
    tools.set(tool.name, tool)
    const { kinds, address, runsCode } = guardCall(tool, request)
    const asking = kinds.filter((kind) => ports.approvals()[kind] === 'ask')
    // Allowing a tool for good does not allow all code that it could be given.
    if (runsCode) return asking.length > 0
    const isAllowed = read().conversation.metadata.allowed_tools.includes(tool.name)
    return asking.some((kind) => (kind === 'browse' ? !isNamed(address ?? '') : !isAllowed))
  }

  return {
    needsApproval,
    asks(name, request) {
      const tool = tools.get(name)
      return tool === undefined || needsApproval(tool, request)
    },
    toAllow(name, request) {
      const tool = tools.get(name)
      if (tool === undefined) return {}
      const { allowed_tools, allowed_hosts } = read().conversation.metadata
      const { address, runsCode } = guardCall(tool, request)
      if (runsCode) return {}
      const host = address === null ? null : hostOf(address)
      return {
        allowed_tools: tool.effect === 'read' ? allowed_tools : [...new Set([...allowed_tools, name])],
        allowed_hosts: host === null ? allowed_hosts : [...new Set([...allowed_hosts, host])],
      }
    },
    restrict: (tool, request) =>
      ports.approvals().browse === 'ask' ? withoutRedirects(tool, request) : request,
  }
}

const textOf = ({ parts }: ChatMessage): string =>
  parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
