/** The row-security matrix: what each role may do to rows of the owner, in every table and by every function, in one database. */
import type { PostgrestError, SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createTestClient,
  signUpTestUser,
  type BackendAddress,
  type TestUser,
} from '../../dev/test/signUpTestUser.ts'
import { callsOfEveryFunction } from './callsOfEveryFunction.ts'
import { rowsOfEveryTable } from './rowsOfEveryTable.ts'

/** does: it happens · finds nothing: no error, and nothing happens · refused: by the database's rights. */
type Outcome = 'does' | 'finds nothing' | 'refused'
const does = 'does'
const empty = 'finds nothing'
const refused = 'refused'

const operations = ['select', 'insert', 'update', 'delete'] as const
type Operation = (typeof operations)[number]
const roles = ['anon', 'owner', 'other'] as const
type Role = (typeof roles)[number]
/** In the order of the operations. */
type Outcomes = readonly [Outcome, Outcome, Outcome, Outcome]

const nobody: Outcomes = [refused, refused, refused, refused]

/** Rights of each role on rows of the owner or in the owner's name, for every table. */
export const tables: Readonly<Record<string, Readonly<Record<Role, Outcomes>>>> = {
  eliza_python_executions: {
    anon: nobody,
    owner: [does, does, does, refused],
    other: [empty, refused, empty, refused],
  },
  eliza_tool_calls: {
    anon: nobody,
    owner: [does, does, refused, refused],
    other: [empty, refused, refused, refused],
  },
  eliza_run_instances: { anon: nobody, owner: nobody, other: nobody },
  memories: {
    anon: nobody,
    owner: [does, does, refused, does],
    other: [empty, refused, refused, empty],
  },
  memory_embeddings: {
    anon: nobody,
    owner: [does, does, does, refused],
    other: [empty, refused, empty, refused],
  },
  webhook_subscriptions: {
    anon: nobody,
    owner: [does, refused, does, does],
    other: [empty, refused, empty, empty],
  },
  webhook_events: {
    anon: nobody,
    owner: [does, refused, refused, refused],
    other: [empty, refused, refused, refused],
  },
  webhook_deliveries: {
    anon: nobody,
    owner: [does, refused, refused, refused],
    other: [empty, refused, refused, refused],
  },
  conversations: {
    anon: nobody,
    owner: [does, does, does, does],
    other: [empty, refused, empty, empty],
  },
  messages: {
    anon: nobody,
    owner: [does, does, does, does],
    other: [empty, refused, empty, empty],
  },
  conversation_summaries: {
    anon: nobody,
    owner: [does, does, refused, does],
    other: [empty, refused, refused, empty],
  },
  knowledge_entities: {
    anon: nobody,
    owner: [does, does, does, does],
    other: [empty, refused, empty, empty],
  },
  entity_relationships: {
    anon: nobody,
    owner: [does, does, does, does],
    other: [empty, refused, empty, empty],
  },
  ai_endpoints: {
    anon: nobody,
    owner: [does, refused, refused, does],
    other: [empty, refused, refused, empty],
  },
}

/** Effects of each database function on the owner's data by role, for every function. */
export const functions: Readonly<Record<string, Readonly<Record<Role, Outcome>>>> = {
  match_memories: { anon: refused, owner: does, other: empty },
  create_webhook_subscription: { anon: refused, owner: does, other: empty },
  publish_webhook_event: { anon: refused, owner: does, other: empty },
  claim_webhook_deliveries: { anon: refused, owner: does, other: empty },
  settle_webhook_delivery: { anon: refused, owner: does, other: empty },
  store_knowledge: { anon: refused, owner: does, other: empty },
  save_ai_endpoint: { anon: refused, owner: does, other: empty },
  read_ai_endpoint: { anon: refused, owner: refused, other: refused },
  keep_conversations: { anon: refused, owner: does, other: refused },
  keep_messages: { anon: refused, owner: does, other: refused },
  list_conversations: { anon: refused, owner: does, other: empty },
  settle_abandoned_executions: { anon: refused, owner: does, other: empty },
  settle_lost_executions: { anon: refused, owner: refused, other: refused },
  beat_executions: { anon: refused, owner: does, other: empty },
  search_executions: { anon: refused, owner: does, other: empty },
  search_conversations: { anon: refused, owner: does, other: empty },
}

/** A backend, or a database with the same interface. */
export interface DatabaseApi extends BackendAddress {
  readonly secretKey: string
}

function outcomeOf(error: PostgrestError | null, happened: boolean): Outcome {
  if (error === null) return happened ? does : empty
  expect(error.code).toBe('42501')
  return refused
}

const probe = (table: string) => {
  const found = rowsOfEveryTable[table]
  if (found === undefined) throw new Error(`There is no row of ${table} to try.`)
  return found
}

/** Registers the matrix as tests. @param place Names the database in the line that counts what held. */
export function tryRowSecurity(place: string, open: () => Promise<DatabaseApi>): void {
  let api: DatabaseApi
  let owner: TestUser
  let clients: Readonly<Record<Role, SupabaseClient>>
  let outcomes = 0
  beforeAll(async () => {
    api = await open()
    owner = await signUpTestUser(api)
    const other = await signUpTestUser(api)
    clients = { anon: createTestClient(api), owner: owner.client, other: other.client }
  })
  afterAll(() => {
    const [ofTables, ofFunctions] = [Object.keys(tables).length, Object.keys(functions).length]
    process.stdout.write(
      `Row security, ${place}: ${outcomes} outcomes of ${ofTables} tables and ${ofFunctions} functions hold.\n`,
    )
  })

  /** Reads the row with the secret key, which bypasses row security. */
  async function rowOf(table: string, key: Record<string, unknown>): Promise<unknown> {
    const filter = Object.entries(key).map(
      ([name, value]) => `${name}=eq.${encodeURIComponent(String(value))}`,
    )
    const answer = await (api.fetch ?? fetch)(`${api.url}/rest/v1/${table}?${filter.join('&')}`, {
      headers: { apikey: api.secretKey },
    })
    return (await answer.json())[0]
  }

  const attempts: Readonly<Record<Operation, (table: string, role: Role) => Promise<Outcome>>> = {
    select: async (table, role) => {
      const key = await probe(table).newRow(owner)
      const { data, error } = await clients[role].from(table).select(Object.keys(key).join(',')).match(key)
      return outcomeOf(error, data?.length === 1)
    },
    insert: async (table, role) => {
      const { draft, belongsToOwnersRow } = probe(table)
      const disguised = { ...(await draft(owner)), user_id: owner.userId }
      const asThemselves = role === 'other' && !belongsToOwnersRow ? [] : [await draft(owner)]
      const drafts = role === 'owner' ? asThemselves : [disguised, ...asThemselves]
      const seen = new Set<Outcome>()
      for (const row of drafts) {
        const { error } = await clients[role].from(table).insert(row)
        seen.add(outcomeOf(error, true))
      }
      expect(seen.size).toBe(1)
      return [...seen][0] ?? empty
    },
    update: async (table, role) => {
      const { newRow, change } = probe(table)
      const key = await newRow(owner)
      const before = await rowOf(table, key)
      const { error } = await clients[role].from(table).update(change).match(key)
      const after = await rowOf(table, key)
      if (error !== null) expect(after).toEqual(before)
      return outcomeOf(error, JSON.stringify(after) !== JSON.stringify(before))
    },
    delete: async (table, role) => {
      const key = await probe(table).newRow(owner)
      const { error } = await clients[role].from(table).delete().match(key)
      return outcomeOf(error, (await rowOf(table, key)) === undefined)
    },
  }

  test.each(
    Object.keys(tables).flatMap((table) =>
      roles.flatMap((role) => operations.map((operation, i) => ({ table, role, operation, i }))),
    ),
  )('$table: $role, $operation', async ({ table, role, operation, i }) => {
    expect(await attempts[operation](table, role)).toBe(tables[table]?.[role][i])
    outcomes += 1
  })

  test.each(Object.keys(functions).flatMap((name) => roles.map((role) => ({ name, role }))))(
    '$name(): $role',
    async ({ name, role }) => {
      const call = await callsOfEveryFunction[name]?.(owner)
      if (call === undefined) throw new Error(`There is no call of ${name} to try.`)
      const { data, error } = await clients[role].rpc(name, call.parameters)
      expect(outcomeOf(error, await call.happened(data))).toBe(functions[name]?.[role])
      outcomes += 1
    },
  )

  test.each(Object.keys(tables))('%s: nobody gives a row away', async (table) => {
    const key = await probe(table).newRow(owner)
    const { data } = await clients.other.auth.getUser()
    await clients.owner.from(table).update({ user_id: data.user?.id }).match(key)
    expect(await rowOf(table, key)).toMatchObject({ user_id: owner.userId })
  })

  test.each([
    ['webhook_subscriptions', 'secret'],
    ['ai_endpoints', 'key'],
  ])('%s: nobody reads %s', async (table, column) => {
    await probe(table).newRow(owner)
    for (const role of roles) {
      for (const columns of [column, '*']) {
        const { data, error } = await clients[role].from(table).select(columns)
        expect([data, error?.code], `${role}, ${columns}`).toEqual([null, '42501'])
      }
    }
  })

  test('a run begins as running, and its code, owner and presumed end are not the owner’s to change', async () => {
    const executions = clients.owner.from('eliza_python_executions')
    const finished = { status: 'completed', finished_at: new Date().toISOString() }
    const inserted = await executions.insert({ id: crypto.randomUUID(), code: 'new', ...finished })
    expect(inserted.error?.code).toBe('42501')
    const key = await probe('eliza_python_executions').newRow(owner)
    const changes = [
      { code: 'other' },
      { id: crypto.randomUUID() },
      { presumed_dead: true },
      { started_at: finished.finished_at },
    ]
    for (const change of changes) {
      const { error } = await executions.update(change).match(key)
      expect(error?.code, JSON.stringify(change)).toBe('42501')
    }
  })
}
