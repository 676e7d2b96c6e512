/** Says which calls of a run on the server are made, wait for the caller's decision, or are refused. */
import { AppError } from '../../../contract/errors.ts'
import { guardCall } from '../../../contract/run/guardedCalls.ts'
import { hostOf } from '../../../contract/run/hosts.ts'
import type { PythonRequest, ServerApprovals } from '../../../contract/run/pythonExecutor.ts'
import type { NeedsApproval } from '../../../run/tools/createToolHost.ts'

const ofOwnCode: ServerApprovals = { write: 'allow', spend: 'allow', browse: 'allow' }
/** A chat's code was written by a model, and without a grant nobody has agreed to what it does. */
const ofChatCode: ServerApprovals = { write: 'deny', spend: 'deny', browse: 'deny' }

export const approvalsOf = ({ approvals, source }: PythonRequest): ServerApprovals =>
  approvals ?? (source === 'direct' ? ofOwnCode : ofChatCode)

/** @throws AppError `tool-input-invalid` if questions could not be told or answered. */
export function checkApprovals(run: PythonRequest, takesEvents: boolean): void {
  if (!Object.values(approvalsOf(run)).includes('ask')) return
  if (!takesEvents)
    throw new AppError(
      'tool-input-invalid',
      'approvals: "ask" needs the events of the run. Accept text/event-stream, or grant or deny such calls.',
    )
  if (run.decision_key === null)
    throw new AppError(
      'tool-input-invalid',
      'decision_key: calls that ask are decided with it. Send a new UUID.',
    )
}

export function approveCalls(run: PythonRequest): NeedsApproval {
  const approvals = approvalsOf(run)
  return (tool, request) => {
    const { kinds, address } = guardCall(tool, request)
    const host = address === null ? null : hostOf(address)
    const isNamed = host !== null && run.allowed_hosts.includes(host)
    const guarding = kinds.filter((kind) => approvals[kind] !== 'allow' && !(kind === 'browse' && isNamed))
    const denying = guarding.find((kind) => approvals[kind] === 'deny')
    if (denying !== undefined) return new AppError('tool-denied', sentences[denying])
    return guarding.length > 0
  }
}

const sentences = {
  write: 'Nobody can be asked here, and the caller did not grant tools that write.',
  spend: 'Nobody can be asked here, and the caller did not grant tools that spend.',
  browse: 'Nobody can be asked here, and neither the person nor the caller named this host.',
}
