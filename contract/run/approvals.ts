/** Decides by effect which tool calls of a chat need a person's approval. */
import type { ToolEffect } from '../tools/defineTool.ts'

/** `allow`: the call is made at once. `ask`: each call waits until the person allows or denies it. */
export const approvalChoices = ['allow', 'ask'] as const
type ApprovalChoice = (typeof approvalChoices)[number]

/** Calls that only read never ask. */
export type Approvals = Readonly<Record<Exclude<ToolEffect, 'read'>, ApprovalChoice>>

export const defaultApprovals: Approvals = { write: 'ask', spend: 'allow' }

/** Whether a call with this effect needs approval. */
export const isToAsk = (effect: ToolEffect, approvals: Approvals): boolean =>
  effect !== 'read' && approvals[effect] === 'ask'
