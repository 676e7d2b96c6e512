/** The kinds of tool calls that may need a person's approval, and the choices for each. */
import type { ToolEffect } from '../tools/defineTool.ts'

/** `browse`: a web page on a host that nobody named is asked. The others are effects of tools. */
export const approvalKinds = ['write', 'spend', 'browse'] as const satisfies readonly (
  | Exclude<ToolEffect, 'read'>
  | 'browse'
)[]
export type ApprovalKind = (typeof approvalKinds)[number]

/** `allow`: the call is made at once. `ask`: each call waits until the person allows or denies it. */
export const approvalChoices = ['allow', 'ask'] as const
type ApprovalChoice = (typeof approvalChoices)[number]

export type Approvals = Readonly<Record<ApprovalKind, ApprovalChoice>>

/** Of chats, whose code a model writes. */
export const defaultApprovals: Approvals = { write: 'ask', spend: 'allow', browse: 'ask' }
