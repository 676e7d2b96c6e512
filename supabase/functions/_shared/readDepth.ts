/** How deep a request is called: scripts call functions, which may run scripts again. */
import { depthHeader } from '../../../contract/run/pythonExecutor.ts'

/** Whole and from 0; anything else that is there counts as deeper than is allowed. */
export function readDepth(request: Request): number {
  const text = request.headers.get(depthHeader)
  if (text === null) return 0
  return /^\d{1,3}$/.test(text) ? Number(text) : Infinity
}
