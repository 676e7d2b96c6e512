/** Parses and validates the entities and relationships in a model's answer. */
import { z } from 'zod'

/** The format to ask for, sent as JSON Schema. It has no bounds, since not every provider supports them. */
export const knowledgeForm = z.strictObject({
  entities: z.array(z.strictObject({ name: z.string(), kind: z.string(), description: z.string() })),
  relationships: z.array(z.strictObject({ source: z.string(), target: z.string(), kind: z.string() })),
})

export const knowledgeLimits = { entities: 50, relationships: 100 } as const

/** The argument of store_knowledge. `source` and `target` are indexes into `entities`. */
export interface Knowledge {
  readonly entities: readonly { readonly kind: string; readonly name: string; readonly description: string }[]
  readonly relationships: readonly {
    readonly source: number
    readonly target: number
    readonly kind: string
  }[]
}

/** Models omit fields and add others, so only the name is required. */
const looseEntity = z.object({
  name: z.string(),
  kind: z.string().catch(''),
  description: z.string().catch(''),
})
const looseRelationship = z.object({ source: z.string(), target: z.string(), kind: z.string().catch('') })
const looseAnswer = z.object({
  entities: z.array(z.unknown()),
  relationships: z.array(z.unknown()).catch([]),
})

/** @returns The knowledge, or a sentence for the model that says what is wrong with its answer. */
export function readKnowledge(text: string): Knowledge | string {
  const json = parseJson(text)
  if (json === undefined) return 'It was no JSON.'
  const answer = looseAnswer.safeParse(json)
  if (!answer.success) return 'It was no object with the lists "entities" and "relationships".'
  const entities = new Map<string, Knowledge['entities'][number]>()
  const placeOfName = new Map<string, number>()
  for (const item of answer.data.entities) {
    const parsed = looseEntity.safeParse(item)
    const name = parsed.success ? oneLine(parsed.data.name, 200) : ''
    if (!parsed.success || name === '' || entities.size === knowledgeLimits.entities) continue
    const kind = slug(parsed.data.kind) || 'other'
    const key = nameKey(name)
    if (!placeOfName.has(key)) placeOfName.set(key, entities.size)
    const id = `${kind} ${key}`
    if (!entities.has(id)) {
      entities.set(id, { kind, name, description: oneLine(parsed.data.description, 500) })
    }
  }
  if (entities.size === 0 && answer.data.entities.length > 0) return 'No entity had a "name".'
  const relationships = answer.data.relationships.flatMap((item) => {
    const parsed = looseRelationship.safeParse(item)
    if (!parsed.success) return []
    const source = placeOfName.get(nameKey(oneLine(parsed.data.source, 200)))
    const target = placeOfName.get(nameKey(oneLine(parsed.data.target, 200)))
    if (source === undefined || target === undefined || source === target) return []
    return [{ source, target, kind: slug(parsed.data.kind) || 'related_to' }]
  })
  return {
    entities: [...entities.values()],
    relationships: relationships.slice(0, knowledgeLimits.relationships),
  }
}

/** Parses the JSON of an answer, also if the model put words or a code fence around it. */
function parseJson(text: string): unknown {
  const candidates = [text, text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)]
  for (const candidate of candidates) {
    try {
      return JSON.parse(candidate)
    } catch {
      continue
    }
  }
  return undefined
}

/** Removes control characters and lone surrogates, which Postgres rejects. */
const oneLine = (text: string, limit: number): string =>
  text
    .slice(0, limit * 2)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, limit)
    .toWellFormed()
    .trim()

const slug = (text: string): string =>
  text
    .slice(0, 200)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 50)
    .replace(/_+$/, '')

/** Must match how the database compares names. */
const nameKey = (name: string): string => name.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ')
