/** Finds modules that import each other, in whatever way: static, dynamic or for types alone. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { globSync } from 'tinyglobby'
import { parseSync } from 'vite'

/** Imports of each file. */
type Graph = ReadonlyMap<string, readonly string[]>

/**
 * Looks at the TypeScript files that match `patterns` in `root`. A worker that a module starts is not imported.
 * @returns a sentence for each strongly connected component of the graph of imports.
 */
export function findCycles(root: string, patterns: readonly string[]): readonly string[] {
  const files = globSync([...patterns], { cwd: root }).map((file) => file.replaceAll('\\', '/'))
  const known = new Set(files)
  const graph: Graph = new Map(
    files.toSorted().map((file) => {
      const specifiers = readSpecifiers(file, readFileSync(path.join(root, file), 'utf8'))
      const imported = specifiers.map((specifier) => path.posix.join(path.posix.dirname(file), specifier))
      return [file, [...new Set(imported)].filter((other) => known.has(other))]
    }),
  )
  return findComponents(graph).map((component) => describe(component, graph))
}

/** The relative ones. */
function readSpecifiers(file: string, code: string): readonly string[] {
  const { module, program, errors } = parseSync(file, code)
  const [error] = errors
  if (error !== undefined) throw new Error(`${file} cannot be parsed: ${error.message}`)
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => (moduleRequest === null ? [] : [moduleRequest.value])),
    ),
    // The parser does not list the type `import('./x.ts').Y` among a module's imports.
    ...(code.includes('import(') ? readImportExpressions(program) : []),
  ].filter((specifier) => specifier.startsWith('.'))
}

function readImportExpressions(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(readImportExpressions)
  if (!isRecord(node)) return []
  const { type, source } = node
  const isImport = type === 'ImportExpression' || type === 'TSImportType'
  const specifier = isImport && isRecord(source) ? source['value'] : undefined
  return [
    ...(typeof specifier === 'string' ? [specifier] : []),
    ...Object.values(node).flatMap(readImportExpressions),
  ]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Tarjan's algorithm. A component is a cycle if it has several files, or one that imports itself. */
function findComponents(graph: Graph): readonly (readonly string[])[] {
  const indexes = new Map<string, number>()
  const stack: string[] = []
  const components: string[][] = []
  /** @returns the lowest index on the stack that the file leads to. */
  const visit = (file: string): number => {
    const index = indexes.size
    indexes.set(file, index)
    const place = stack.push(file) - 1
    let lowest = index
    for (const other of graph.get(file) ?? []) {
      if (!indexes.has(other)) lowest = Math.min(lowest, visit(other))
      else if (stack.includes(other)) lowest = Math.min(lowest, indexes.get(other) ?? lowest)
    }
    if (lowest === index) {
      const component = stack.splice(place)
      if (component.length > 1 || graph.get(file)?.includes(file)) components.push(component.toSorted())
    }
    return lowest
  }
  for (const file of graph.keys()) if (!indexes.has(file)) visit(file)
  return components
}

/** Shows the shortest way around from the first file, and names the files that are off it. */
function describe(component: readonly string[], graph: Graph): string {
  const [first = ''] = component
  const way = findWayAround(first, graph)
  const [second, ...rest] = way.slice(1)
  const shown = [`${first} imports ${second}`, ...rest.map((file) => `which imports ${file}`)].join(', ')
  const others = component.filter((file) => !way.includes(file))
  return others.length === 0 ? `${shown}.` : `${shown}. In the same cycle: ${others.join(', ')}.`
}

/** Breadth-first: begins and ends with the file. */
function findWayAround(start: string, graph: Graph): readonly string[] {
  const cameFrom = new Map<string, string>()
  for (const queue = [start]; ;) {
    const file = queue.shift()
    if (file === undefined) throw new Error(`${start} is in no cycle`)
    for (const other of graph.get(file) ?? []) {
      if (other === start) {
        const way = [start]
        for (let back = file; back !== start; back = cameFrom.get(back) ?? start) way.unshift(back)
        return [start, ...way]
      }
      if (cameFrom.has(other)) continue
      cameFrom.set(other, file)
      queue.push(other)
    }
  }
}
