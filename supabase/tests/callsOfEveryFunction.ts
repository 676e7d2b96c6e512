/** How the row-security matrix calls each function of the database, and sees whether that reached what is the owner's. */
import type { TestUser } from '../../dev/test/signUpTestUser.ts'
import { newConversation, newDelivery, newEndpoint, newMessage } from './rowsOfEveryTable.ts'

export interface FunctionProbe {
  readonly parameters: Record<string, unknown>
  /** Whether a call that gave this did anything with what is the owner's. */
  readonly happened: (data: unknown) => boolean | Promise<boolean>
}

/** A run that began two days ago and names no instance. */
async function newAbandonedRun({ client }: TestUser): Promise<string> {
  const id = crypto.randomUUID()
  const started_at = new Date(Date.now() - 2 * 86_400_000).toISOString()
  await client.from('eliza_python_executions').insert({ id, code: 'long ago', started_at })
  return id
}

async function statusOf({ client }: TestUser, id: string): Promise<unknown> {
  const { data } = await client.from('eliza_python_executions').select('status').eq('id', id).single()
  return data?.status
}

/** Each makes what there is to reach, for the owner. */
export const callsOfEveryFunction: Readonly<Record<string, (owner: TestUser) => Promise<FunctionProbe>>> = {
  match_memories: async ({ client }) => {
    const word = `zebra${crypto.randomUUID().replaceAll('-', '')}`
    await client.from('memories').insert({ content: `a ${word} in the garden` })
    return { parameters: { query: word }, happened: (data) => Array.isArray(data) && data.length === 1 }
  },
  settle_abandoned_executions: async (owner) => {
    const id = await newAbandonedRun(owner)
    return { parameters: {}, happened: async () => (await statusOf(owner, id)) === 'failed' }
  },
  settle_lost_executions: async (owner) => {
    const id = await newAbandonedRun(owner)
    return {
      parameters: { owner: owner.userId },
      happened: async () => (await statusOf(owner, id)) === 'failed',
    }
  },
  beat_executions: async (owner) => {
    const id = await newAbandonedRun(owner)
    await owner.client.rpc('settle_abandoned_executions')
    return {
      parameters: { instance: crypto.randomUUID(), running: [id] },
      happened: async () => (await statusOf(owner, id)) === 'running',
    }
  },
  search_executions: async ({ client }) => {
    const words = crypto.randomUUID()
    await client
      .from('eliza_python_executions')
      .insert({ id: crypto.randomUUID(), code: `print("${words}")` })
    return {
      parameters: {
        words,
        only_status: null,
        only_source: null,
        before_time: null,
        before_id: null,
        page_size: 10,
      },
      happened: (data) => Object(data).rows?.length === 1,
    }
  },
  search_conversations: async ({ client }) => {
    const title = crypto.randomUUID()
    await client.from('conversations').insert({ title })
    return {
      parameters: { patterns: [`%${title}%`], also: [], before_time: null, before_id: null, page_size: 10 },
      happened: (data) => Object(data).rows?.length === 1,
    }
  },
  create_webhook_subscription: async ({ client }) => {
    const address = `https://example.com/${crypto.randomUUID()}`
    return {
      parameters: { address },
      happened: async () => {
        const { data } = await client.from('webhook_subscriptions').select('id').eq('url', address)
        return data?.length === 1
      },
    }
  },
  publish_webhook_event: async ({ client }) => {
    const type = crypto.randomUUID()
    return {
      parameters: { type, data: '{}' },
      happened: async () => {
        const { data } = await client.from('webhook_events').select('id').eq('event_type', type)
        return data?.length === 1
      },
    }
  },
  claim_webhook_deliveries: async (owner) => {
    const { id } = await newDelivery(owner)
    return {
      parameters: { delivery: id },
      happened: (data) => Array.isArray(data) && data.length === 1 && data[0].id === id,
    }
  },
  settle_webhook_delivery: async (owner) => {
    const { id } = await newDelivery(owner)
    await owner.client.rpc('claim_webhook_deliveries', { delivery: id })
    return {
      parameters: { delivery: id, attempt: 1, code: 200 },
      happened: async () => {
        const { data } = await owner.client.from('webhook_deliveries').select('status').match({ id }).single()
        return data?.status === 'delivered'
      },
    }
  },
  store_knowledge: async (owner) => {
    const { id: message } = await newMessage(owner)
    const entities = [{ kind: 'person', name: `Ada ${crypto.randomUUID()}`, description: '' }]
    return {
      parameters: { message, knowledge: JSON.stringify({ entities, relationships: [] }) },
      happened: (data) => data !== null && Object(data).entities.length === 1,
    }
  },
  save_ai_endpoint: async (owner) => {
    await newEndpoint(owner)
    const model = crypto.randomUUID()
    return {
      parameters: { base_url: 'https://example.com/v1', model },
      happened: async () => {
        const { data } = await owner.client.from('ai_endpoints').select('model').single()
        return data?.model === model
      },
    }
  },
  read_ai_endpoint: async (owner) => {
    await newEndpoint(owner)
    return {
      parameters: { owner: owner.userId },
      happened: (data) => Array.isArray(data) && data.length === 1,
    }
  },
  keep_conversations: async (owner) => {
    const { id } = await newConversation(owner)
    const time = new Date().toISOString()
    const row = { python_first: true, metadata: {}, created_at: time, updated_at: time, revision: 1 }
    return {
      parameters: { kept: JSON.stringify([{ ...row, id, title: 'changed' }]) },
      happened: async () => {
        const { data } = await owner.client.from('conversations').select('title').match({ id }).single()
        return data?.title === 'changed'
      },
    }
  },
  keep_messages: async (owner) => {
    const { id: conversation_id } = await newConversation(owner)
    const id = crypto.randomUUID()
    const row = { role: 'user', content: 'new', parts: [], metadata: {}, revision: 1 }
    return {
      parameters: {
        kept: JSON.stringify([{ ...row, id, conversation_id, created_at: new Date().toISOString() }]),
      },
      happened: async () => {
        const { data } = await owner.client.from('messages').select('id').match({ id })
        return data?.length === 1
      },
    }
  },
  list_conversations: async (owner) => {
    const { id } = await newConversation(owner)
    return {
      parameters: { patterns: [], also: [id], before_time: null, before_id: null, page_size: 100 },
      happened: (data) => Array.isArray(data) && data.some((row) => row.id === id),
    }
  },
}
