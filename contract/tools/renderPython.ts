/** Renders the manifest as the Python that scripts call: methods with real signatures, docstrings and result types. */
import { z } from 'zod'
import type { ToolDefinition } from './defineTool.ts'

interface JsonSchema {
  readonly type?: string | readonly string[]
  /** The name of its Python type, where several tools share it. */
  readonly title?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
  readonly description?: string
  readonly default?: unknown
}

interface Parameter {
  readonly name: string
  readonly type: string
  readonly defaultValue: string | null
  readonly description: string
}

/** `methods.py`: the class ElizaTools. */
export function renderPythonModule(manifest: readonly ToolDefinition[]): string {
  return render(manifest, {
    notice:
      '"""The methods of `tools`. Generated from contract/tools by `npm run generate`: change it there."""',
    imports: 'from .bridge import call, stream',
    body: ({ tool, parameters }) => [
      ...docstring(tool, parameters),
      `        return ${tool.isStream ? 'stream' : 'await call'}("${tool.name}", {${parameters.map(({ name }) => `"${name}": ${name}`).join(', ')}})`,
    ],
  })
}

/** `methods.pyi`: the same signatures and docstrings for editors and type checkers. */
export function renderPythonStub(manifest: readonly ToolDefinition[]): string {
  return render(manifest, {
    notice: '# Generated from contract/tools by `npm run generate`: change it there.',
    imports: '',
    body: ({ tool, parameters }) => docstring(tool, parameters),
  })
}

interface Rendering {
  readonly notice: string
  readonly imports: string
  readonly body: (method: { tool: ToolDefinition; parameters: readonly Parameter[] }) => readonly string[]
}

function render(manifest: readonly ToolDefinition[], { notice, imports, body }: Rendering): string {
  const types = new Map<string, string>()
  const methods = manifest.map((tool) => {
    const parameters = readParameters(tool)
    const result = tool.isStream
      ? 'AsyncGenerator[str]'
      : pythonType(toSchema(tool.result, 'output'), `${pascalCase(tool.name)}Result`, types)
    const signature = ['self', ...parameters.map(renderParameter)].join(', ')
    const define = tool.isStream ? 'def' : 'async def'
    return [`    ${define} ${tool.name}(${signature}) -> ${result}:`, ...body({ tool, parameters })].join(
      '\n',
    )
  })
  return [
    notice,
    'from collections.abc import AsyncGenerator\nfrom typing import Any, Literal, TypedDict',
    imports,
    ...types.values(),
    'class ElizaTools:',
    '    """The tools of this project. Methods are coroutines: `await` them, or gather several; streams are for `async for`."""',
    methods.join('\n\n'),
    '',
  ].join('\n\n')
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

const renderParameter = ({ name, type, defaultValue }: Parameter): string =>
  defaultValue === null ? `${name}: ${type}` : `${name}: ${type} = ${defaultValue}`

/**
 * The Python type of a schema; object types are added to `types` under `name`, inner ones before outer ones.
 * Without `types` every object is a plain dict: a parameter must take what a script has built before.
 */
function pythonType(schema: JsonSchema, name: string, types: Map<string, string> | null): string {
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

function objectType(schema: JsonSchema, name: string, types: Map<string, string> | null): string {
  if (!schema.properties || types === null) return 'dict[str, Any]'
  const fields = Object.entries(schema.properties).flatMap(([key, value]) => {
    const field = `    ${key}: ${pythonType(value, `${name}${pascalCase(key)}`, types)}`
    return value.description ? [field, `    """${value.description}"""`] : [field]
  })
  types.set(name, [`class ${name}(TypedDict):`, ...fields].join('\n'))
  return name
}

function docstring(tool: ToolDefinition, parameters: readonly Parameter[]): string[] {
  const text = [
    tool.summary,
    ...(parameters.length > 0 ? ['', 'Args:'] : []),
    ...parameters.map(({ name, description }) => `    ${name}: ${description}`),
    '',
    'Raises:',
    '    ToolError: or one of its subclasses; `code` says what happened.',
    '',
    'Example:',
    ...tool.example.split('\n').map((line) => `    ${line}`),
  ]
  const indented = text.map((line) => (line === '' ? '' : `        ${line}`))
  return [`        """${indented.join('\n').trimStart()}`, '        """']
}

function pythonLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  return JSON.stringify(value)
}

const pascalCase = (name: string): string =>
  name.replace(/(?:^|_)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())

/** The name of one item of a list type. */
const singular = (name: string): string => (name.endsWith('s') ? name.slice(0, -1) : `${name}Item`)
