import { beforeAll, describe, expect, test } from 'vitest'
import { sharedBackend } from '../../dev/test/sharedBackend.ts'
import { signUpTestUser, type TestUser } from '../../dev/test/signUpTestUser.ts'

const backend = sharedBackend
const now = () => new Date().toISOString()

let owner: TestUser
let other: TestUser
beforeAll(async () => {
  owner = await signUpTestUser(backend)
  other = await signUpTestUser(backend)
})

/** Stores a row of the owner and gives its id. */
const insertExecution = async (): Promise<string> => {
  const id = crypto.randomUUID()
  const { error } = await owner.client.from('eliza_python_executions').insert({ id, code: 'original' })
  expect(error).toBeNull()
  return id
}

/** Reads the row with the secret key, which bypasses row security. */
const rowOf = async (table: string, id: string): Promise<unknown> => {
  const headers = { apikey: backend.secretKey }
  const answer = await fetch(`${backend.url}/rest/v1/${table}?id=eq.${id}`, { headers })
  return (await answer.json())[0]
}

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
