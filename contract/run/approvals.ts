/** Which tool calls of a chat wait for the person's word before they are made, by what they do. */
import type { ToolEffect } from '../tools/defineTool.ts'

/** 'allow': at once. 'ask': each call waits inside Python until the person allows or denies it. */
export const approvalChoices = ['allow', 'ask'] as const
type ApprovalChoice = (typeof approvalChoices)[number]

/** Calls that only read never ask. */
export type Approvals = Readonly<Record<Exclude<ToolEffect, 'read'>, ApprovalChoice>>

export const defaultApprovals: Approvals = { write: 'ask', spend: 'allow' }

/** Whether a call with this effect waits for the person. */
export const isToAsk = (effect: ToolEffect, approvals: Approvals): boolean =>
  effect !== 'read' && approvals[effect] === 'ask'
