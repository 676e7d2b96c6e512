/** The request of a tool call with the digits, the forms of numbers and the order of keys that Python wrote. */
import { AppError } from '../../contract/errors.ts'
import type { FunctionRequest, ToolDefinition } from '../../contract/tools/defineTool.ts'
import {
  findUnsafeInteger,
  readExactJson,
  unsafeIntegerSentence,
  Verbatim,
  writeExactJson,
  type ExactJson,
} from '../../lib/exactJson.ts'

interface ExactRequest {
  readonly target: FunctionRequest
  /** The arguments with their defaults, in JSON, as Python wrote them. */
  readonly requestJson: string
}

/**
 * @param parameters What the tool's check made of `argumentsJson`.
 * @throws AppError `tool-input-invalid` for an integer that the tool's function, which is JavaScript, would round.
 */
export function toExactRequest(
  tool: ToolDefinition,
  parameters: Record<string, unknown>,
  argumentsJson: string,
): ExactRequest {
  const { bodyParameter } = tool
  const unsafe = bodyParameter === undefined ? findUnsafeInteger(argumentsJson) : undefined
  if (unsafe !== undefined)
    throw new AppError('tool-input-invalid', `${tool.name}(): ${unsafeIntegerSentence(unsafe)}`)
  const given = readExactJson(argumentsJson)
  const exact = new Map(
    Object.entries(parameters).map(([name, value]) => [name, exactOf(value, given, name)] as const),
  )
  const target = tool.toRequest(parameters)
  const body = bodyParameter === undefined ? undefined : exact.get(bodyParameter)
  const json = body instanceof Map ? { json: writeExactJson(body) } : {}
  return { target: { ...target, ...json }, requestJson: writeExactJson(exact) }
}

/** The check may have changed texts and filled in defaults; lists and dicts it only looks through. */
function exactOf(value: unknown, given: ExactJson | undefined, name: string): unknown {
  const written = given instanceof Map ? given.get(name) : undefined
  if (written === undefined) return value
  if (typeof value === 'object') return written
  const isSame = written instanceof Verbatim && typeof value === 'number' && Number(written.text) === value
  return isSame ? written : value
}
