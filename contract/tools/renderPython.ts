/** Renders the manifest as Python: methods with real signatures, docstrings and result types. */
import type { ToolDefinition } from './defineTool.ts'
import {
  type Fields,
  type ObjectTypes,
  type Parameter,
  readSignature,
  renderParameter,
} from './pythonTypes.ts'

/** Renders `methods.py`: the class ElizaTools. */
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

/** Renders `methods.pyi`: the same signatures and docstrings for editors and type checkers. */
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
  const types: ObjectTypes = new Map()
  const methods = manifest.map((tool) => {
    const { parameters, result } = readSignature(tool, types)
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
    ...[...types].map(renderType),
    'class ElizaTools:',
    '    """The tools of this project. Await a method, or pass several to asyncio.gather(). Loop over a stream with `async for`."""',
    methods.join('\n\n'),
    '',
  ].join('\n\n')
}

function renderType([name, fields]: [string, Fields]): string {
  const lines = fields.flatMap(({ name: field, type, description }) =>
    description === '' ? [`    ${field}: ${type}`] : [`    ${field}: ${type}`, `    """${description}"""`],
  )
  return [`class ${name}(TypedDict):`, ...lines].join('\n')
}

function docstring(tool: ToolDefinition, parameters: readonly Parameter[]): string[] {
  const text = [
    tool.summary,
    ...(parameters.length > 0 ? ['', 'Args:'] : []),
    ...parameters.map(({ name, description }) => `    ${name}: ${description}`),
    '',
    'Raises:',
    '    ToolError: or one of its subclasses, if the call fails. `code` says why.',
    '',
    'Example:',
    ...tool.example.split('\n').map((line) => `    ${line}`),
  ]
  const indented = text.map((line) => (line === '' ? '' : `        ${line}`))
  return [`        """${indented.join('\n').trimStart()}`, '        """']
}
