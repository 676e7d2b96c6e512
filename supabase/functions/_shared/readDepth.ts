/** Reads the call depth of a request: scripts call functions, which may run scripts again. */
import { depthHeader } from '../../../contract/run/pythonExecutor.ts'

/** @returns 0 without the header. Infinity if the header is not a whole number from 0 to 999. */
export function readDepth(request: Request): number {
  const text = request.headers.get(depthHeader)
  if (text === null) return 0
  return /^\d{1,3}$/.test(text) ? Number(text) : Infinity
}
