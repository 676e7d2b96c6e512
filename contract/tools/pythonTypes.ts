/** Derives the Python types of the tools from their schemas. */
import { z } from 'zod'
import type { ToolDefinition } from './defineTool.ts'

interface JsonSchema {
  readonly type?: string | readonly string[]
  /** The name of the Python type, if several tools share it. */
  readonly title?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
  readonly description?: string
  readonly default?: unknown
}

export interface Parameter {
  readonly name: string
  readonly type: string
  readonly defaultValue: string | null
  readonly description: string
}

/** The fields of an object type. */
export type Fields = readonly { readonly name: string; readonly type: string; readonly description: string }[]
/** Object types by name, inner ones before outer ones. */
export type ObjectTypes = Map<string, Fields>

export interface Signature {
  readonly parameters: readonly Parameter[]
  readonly result: string
}

/** Reads a tool's parameters and result type. Adds the result's object types to `types`. */
export function readSignature(tool: ToolDefinition, types: ObjectTypes): Signature {
  const result = tool.isStream
    ? 'AsyncGenerator[str]'
    : pythonType(toSchema(tool.result, 'output'), `${pascalCase(tool.name)}Result`, types)
  return { parameters: readParameters(tool), result }
}

const toSchema = (type: z.ZodType, io: 'input' | 'output'): JsonSchema =>
  z.toJSONSchema(type, { io, unrepresentable: 'any' }) as JsonSchema

function readParameters(tool: ToolDefinition): Parameter[] {
  const { properties = {} } = toSchema(tool.parameters, 'input')
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    type: pythonType(schema, '', null),
    defaultValue: 'default' in schema ? pythonLiteral(schema.default) : null,
    description: schema.description ?? '',
  }))
}

export const renderParameter = ({ name, type, defaultValue }: Parameter): string =>
  defaultValue === null ? `${name}: ${type}` : `${name}: ${type} = ${defaultValue}`

/**
 * Converts a schema to a Python type, and adds object types to `types` under `name`. Without `types` every
 * object is a plain dict: parameters must accept the dicts that scripts build.
 */
function pythonType(schema: JsonSchema, name: string, types: ObjectTypes | null): string {
  if (schema.enum) return `Literal[${schema.enum.map(pythonLiteral).join(', ')}]`
  if (schema.anyOf) return schema.anyOf.map((option) => pythonType(option, name, types)).join(' | ')
  const { type } = schema
  if (typeof type === 'object') return type.map((one) => pythonType({ type: one }, name, types)).join(' | ')
  switch (type) {
    case 'string':
      return 'str'
    case 'integer':
      return 'int'
    case 'number':
      return 'float'
    case 'boolean':
      return 'bool'
    case 'null':
      return 'None'
    case 'array':
      return `list[${pythonType(schema.items ?? {}, singular(name), types)}]`
    case 'object':
      return objectType(schema, schema.title ?? name, types)
    default:
      return 'Any'
  }
}

function objectType(schema: JsonSchema, name: string, types: ObjectTypes | null): string {
  if (!schema.properties || types === null) return 'dict[str, Any]'
  const fields = Object.entries(schema.properties).map(([key, value]) => ({
    name: key,
    type: pythonType(value, `${name}${pascalCase(key)}`, types),
    description: value.description ?? '',
  }))
  types.set(name, fields)
  return name
}

function pythonLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  return JSON.stringify(value)
}

const pascalCase = (name: string): string =>
  name.replace(/(?:^|_)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())

/** The type name for the items of a list type. */
const singular = (name: string): string => (name.endsWith('s') ? name.slice(0, -1) : `${name}Item`)
