import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { vector } from '@electric-sql/pglite/vector'
import type { SupabaseClient } from '@supabase/supabase-js'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { createTestClient, signUpTestUser, type TestUser } from '../../dev/signUpTestUser.ts'
import { databaseImage } from '../../server/databaseImage.ts'

const backend = inject('backend')
const callKey = 'a'.repeat(64)
const now = () => new Date().toISOString()

let owner: TestUser
let other: TestUser
let anon: SupabaseClient
beforeAll(async () => {
  owner = await signUpTestUser(backend)
  other = await signUpTestUser(backend)
  anon = createTestClient(backend)
})

/** Stores a row of the owner and gives its id. */
type NewRow = () => Promise<string>

const insertExecution: NewRow = async () => {
  const id = crypto.randomUUID()
  const { error } = await owner.client.from('eliza_python_executions').insert({ id, code: 'original' })
  expect(error).toBeNull()
  return id
}

const toolCall = (executionId: string) => ({
  id: crypto.randomUUID(),
  execution_id: executionId,
  seq: 0,
  tool: 'browse_web',
  call_key: callKey,
  occurrence: 0,
  status: 'completed',
  started_at: now(),
  offset_ms: 0,
  duration_ms: 1,
})

const tables: Record<
  string,
  {
    newRow: NewRow
    /** A row anybody might try to store. */
    draft: () => Promise<Record<string, unknown>>
    change: Record<string, unknown>
    ownerMay: { insert: boolean; update: boolean; delete: boolean }
  }
> = {
  eliza_python_executions: {
    newRow: insertExecution,
    draft: async () => ({ id: crypto.randomUUID(), code: 'new' }),
    change: { output: 'changed' },
    ownerMay: { insert: true, update: true, delete: false },
  },
  eliza_tool_calls: {
    newRow: async () => {
      const call = toolCall(await insertExecution())
      const { error } = await owner.client.from('eliza_tool_calls').insert(call)
      expect(error).toBeNull()
      return call.id
    },
    draft: async () => toolCall(await insertExecution()),
    change: { tool: 'changed' },
    ownerMay: { insert: true, update: false, delete: false },
  },
  memories: {
    newRow: async () => {
      const { data, error } = await owner.client
        .from('memories')
        .insert({ content: 'original' })
        .select('id')
        .single()
      expect(error).toBeNull()
      return data?.id
    },
    draft: async () => ({ content: 'new' }),
    change: { content: 'changed' },
    ownerMay: { insert: true, update: false, delete: true },
  },
}

/** The row as it is, whoever looks. Row security does not hold for the secret key. */
const rowOf = async (table: string, id: string): Promise<unknown> => {
  const headers = { apikey: backend.secretKey }
  const answer = await fetch(`${backend.url}/rest/v1/${table}?id=eq.${id}`, { headers })
  return (await answer.json())[0]
}

describe('the catalogue', () => {
  test('every table in public has row security, a place in this matrix, and nothing granted to anon', async () => {
    const path = await databaseImage(() => {})
    const database = new PGlite({
      loadDataDir: new Blob([readFileSync(path)]),
      extensions: { vector, pg_trgm },
    })
    const { rows } = await database.query<{ relname: string; relrowsecurity: boolean }>(
      `select relname, relrowsecurity from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`,
    )
    const views = await database.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
       and not coalesce('security_invoker=true' = any(reloptions), false)`,
    )
    const anonGrants = await database.query(
      `select table_name from information_schema.role_table_grants
       where grantee in ('anon', 'PUBLIC') and table_schema = 'public'`,
    )
    const anonFunctions = await database.query(
      `select proname from pg_proc where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype
       and has_function_privilege('anon', oid, 'execute')`,
    )
    await database.close()
    expect(rows).toEqual(Object.keys(tables).map((relname) => ({ relname, relrowsecurity: true })))
    expect([views.rows, anonGrants.rows, anonFunctions.rows]).toEqual([[], [], []])
  })
})

describe.each(Object.entries(tables))('%s', (table, { newRow, draft, change, ownerMay }) => {
  test('select: the owner sees the row, another person none, somebody signed out is refused', async () => {
    const id = await newRow()
    const [own, others, signedOut] = await Promise.all(
      [owner.client, other.client, anon].map((client) => client.from(table).select('id').eq('id', id)),
    )
    expect(own?.data).toEqual([{ id }])
    expect(others).toMatchObject({ data: [], error: null })
    expect(signedOut).toMatchObject({ data: null, error: { code: '42501' } })
  })

  test('insert: for oneself alone', async () => {
    const own = await owner.client.from(table).insert(await draft())
    expect(own.error === null).toBe(ownerMay.insert)
    expect((await anon.from(table).insert(await draft())).error?.code).toBe('42501')
    const disguised = { ...(await draft()), user_id: owner.userId }
    expect((await other.client.from(table).insert(disguised)).error?.code).toBe('42501')
    expect((await anon.from(table).insert(disguised)).error?.code).toBe('42501')
  })

  test('update: nobody but the owner, where at all', async () => {
    const id = await newRow()
    const before = await rowOf(table, id)
    await other.client.from(table).update(change).eq('id', id)
    expect((await anon.from(table).update(change).eq('id', id)).error?.code).toBe('42501')
    expect(await rowOf(table, id)).toEqual(before)
    const own = await owner.client.from(table).update(change).eq('id', id)
    expect(own.error === null).toBe(ownerMay.update)
    expect(await rowOf(table, id)).toEqual(ownerMay.update ? { ...Object(before), ...change } : before)
  })

  test('delete: nobody but the owner, where at all', async () => {
    const id = await newRow()
    await other.client.from(table).delete().eq('id', id)
    expect((await anon.from(table).delete().eq('id', id)).error?.code).toBe('42501')
    expect(await rowOf(table, id)).toBeDefined()
    const own = await owner.client.from(table).delete().eq('id', id)
    expect(own.error === null).toBe(ownerMay.delete)
    expect((await rowOf(table, id)) === undefined).toBe(ownerMay.delete)
  })

  test('nobody gives a row away', async () => {
    const id = await newRow()
    await owner.client.from(table).update({ user_id: other.userId }).eq('id', id)
    expect(await rowOf(table, id)).toMatchObject({ user_id: owner.userId })
  })
})

describe('functions of the database', () => {
  test('match_memories finds the memories of the caller alone, and is closed to who is signed out', async () => {
    const word = `zebra${Date.now()}`
    await owner.client.from('memories').insert({ content: `a ${word} in the garden` })
    const own = await owner.client.rpc('match_memories', { query: word })
    expect(own.data).toHaveLength(1)
    expect((await other.client.rpc('match_memories', { query: word })).data).toEqual([])
    expect((await anon.rpc('match_memories', { query: word })).error?.code).toBe('42501')
  })

  test('settle_abandoned_executions is closed to who is signed out', async () => {
    expect((await anon.rpc('settle_abandoned_executions')).error?.code).toBe('42501')
  })
})

describe('the log', () => {
  const finished = () => ({ status: 'completed', finished_at: now(), duration_ms: 5, output: 'done' })

  test('a finished execution cannot be changed', async () => {
    const id = await insertExecution()
    const table = owner.client.from('eliza_python_executions')
    expect((await table.update(finished()).eq('id', id)).error).toBeNull()
    const before = await rowOf('eliza_python_executions', id)
    const again = await table.update({ output: 'rewritten' }).eq('id', id)
    expect(again).toMatchObject({ status: 400, error: { code: '23514' } })
    expect(again.error?.message).toContain('is finished and cannot be changed')
    expect(await rowOf('eliza_python_executions', id)).toEqual(before)
  })

  test('code and owner of an execution are fixed from its start', async () => {
    const id = await insertExecution()
    for (const change of [{ code: 'other' }, { id: crypto.randomUUID() }, { presumed_dead: true }]) {
      const { error } = await owner.client.from('eliza_python_executions').update(change).eq('id', id)
      expect(error?.code, JSON.stringify(change)).toBe('42501')
    }
  })

  test('a finished state needs its time, a failed one its code', async () => {
    const id = await insertExecution()
    const table = owner.client.from('eliza_python_executions')
    for (const change of [
      { status: 'completed' },
      { finished_at: now() },
      { status: 'failed', finished_at: now() },
    ]) {
      expect((await table.update(change).eq('id', id)).error?.code, JSON.stringify(change)).toBe('23514')
    }
  })

  test('a run that is presumed dead takes its true outcome once, and a young run is left alone', async () => {
    const old = crypto.randomUUID()
    const young = await insertExecution()
    const table = owner.client.from('eliza_python_executions')
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000).toISOString()
    await table.insert({ id: old, code: 'long ago', started_at: twoDaysAgo })
    expect((await other.client.rpc('settle_abandoned_executions')).data).toBe(0)
    expect((await owner.client.rpc('settle_abandoned_executions')).data).toBe(1)
    expect(await rowOf('eliza_python_executions', old)).toMatchObject({
      status: 'failed',
      error_code: 'interrupted',
      presumed_dead: true,
    })
    expect(await rowOf('eliza_python_executions', young)).toMatchObject({ status: 'running' })

    const outcome = { ...finished(), error_code: null, error_message: null }
    expect((await table.update(outcome).eq('id', old)).error).toBeNull()
    expect(await rowOf('eliza_python_executions', old)).toMatchObject({
      status: 'completed',
      presumed_dead: false,
    })
    expect((await table.update({ output: 'rewritten' }).eq('id', old)).error?.code).toBe('23514')
  })

  test('a row that is delivered twice is stored once', async () => {
    const id = crypto.randomUUID()
    const table = owner.client.from('eliza_python_executions')
    for (const code of ['first', 'second']) {
      const { error } = await table.upsert({ id, code }, { onConflict: 'id', ignoreDuplicates: true })
      expect(error).toBeNull()
    }
    expect(await rowOf('eliza_python_executions', id)).toMatchObject({ code: 'first' })
  })

  test('falsy results are stored as they are', async () => {
    const table = owner.client.from('eliza_python_executions')
    for (const result of [0, '', false, [], {}]) {
      const id = await insertExecution()
      await table.update({ ...finished(), result, result_mime: 'application/json' }).eq('id', id)
      const { data } = await table.select('result').eq('id', id).single()
      expect(data).toEqual({ result })
    }
  })

  test('requests of two people at the same time never run with the rights of the other', async () => {
    const mine = await insertExecution()
    const asked = Array.from({ length: 30 }, (_, turn) => {
      const { client } = turn % 2 === 0 ? owner : other
      return client.from('eliza_python_executions').select('id').eq('id', mine)
    })
    const seen = (await Promise.all(asked)).map(({ data }) => data?.length)
    expect(seen).toEqual(Array.from({ length: 30 }, (_, turn) => (turn % 2 === 0 ? 1 : 0)))
  })
})
