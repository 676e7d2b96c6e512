/** Converts a fault into the fields of Python's `ToolError`. */
import { errorTable, type AppError } from './errors.ts'
import type { ToolFault } from './run/workerProtocol.ts'

export function toFault({ code, message, status }: AppError): ToolFault {
  const { pythonClass, retryable } = errorTable[code]
  return { code, message, status, retryable, pythonClass }
}
