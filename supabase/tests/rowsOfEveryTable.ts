/** How the row-security matrix comes by a row of each table, and what it tries to do to it. */
import type { SupabaseClient } from '@supabase/supabase-js'
import type { TestUser } from '../../dev/test/signUpTestUser.ts'

type Row = Record<string, unknown>

export interface TableProbe {
  /** Stores a row of the owner's and gives the columns that name it. */
  readonly newRow: (owner: TestUser) => Promise<Row>
  /** A row that could be stored beside the owner's other rows. */
  readonly draft: (owner: TestUser) => Promise<Row>
  readonly change: Row
  /** Whether a draft refers to a row of the owner's, so that nobody else may store it even in their own name. */
  readonly belongsToOwnersRow: boolean
}

async function insert(client: SupabaseClient, table: string, row: Row, columns: string): Promise<Row> {
  const { data, error } = await client.from(table).insert(row).select(columns).single()
  if (error !== null) throw new Error(`${table}: ${error.message}`)
  // The columns are known at run time alone.
  return Object(data)
}

const newExecution = (owner: TestUser): Promise<Row> =>
  insert(owner.client, 'eliza_python_executions', { id: crypto.randomUUID(), code: 'original' }, 'id')

const toolCall = async (owner: TestUser): Promise<Row> => ({
  id: crypto.randomUUID(),
  execution_id: (await newExecution(owner))['id'],
  seq: 0,
  tool: 'browse_web',
  call_key: 'a'.repeat(64),
  occurrence: 0,
  status: 'completed',
  started_at: new Date().toISOString(),
  offset_ms: 0,
  duration_ms: 1,
})

const newMemory = (owner: TestUser): Promise<Row> =>
  insert(owner.client, 'memories', { content: 'original' }, 'id')

const memoryVector = async (owner: TestUser): Promise<Row> => ({
  memory_id: (await newMemory(owner))['id'],
  model: 'a/model',
  embedding: '[1,2,3]',
})

export const newConversation = (owner: TestUser): Promise<Row> =>
  insert(owner.client, 'conversations', { title: 'original' }, 'id')

const message = async (owner: TestUser): Promise<Row> => ({
  conversation_id: (await newConversation(owner))['id'],
  role: 'user',
  content: 'original',
})

export const newMessage = async (owner: TestUser): Promise<Row> =>
  insert(owner.client, 'messages', await message(owner), 'id')

const summary = async (owner: TestUser): Promise<Row> => {
  const { id, conversation_id } = await insert(
    owner.client,
    'messages',
    await message(owner),
    'id, conversation_id',
  )
  return { conversation_id, through_message_id: id, summary: 'original', model: 'a/model' }
}

const entity = async (): Promise<Row> => ({ kind: 'person', name: `Ada ${crypto.randomUUID()}` })

const newEntity = async (owner: TestUser): Promise<Row> =>
  insert(owner.client, 'knowledge_entities', await entity(), 'id')

const relationship = async (owner: TestUser): Promise<Row> => ({
  source_id: (await newEntity(owner))['id'],
  target_id: (await newEntity(owner))['id'],
  kind: 'knows',
})

async function call(client: SupabaseClient, name: string, parameters: Row): Promise<unknown> {
  const { data, error } = await client.rpc(name, parameters)
  if (error !== null) throw new Error(`${name}: ${error.message}`)
  return data
}

const newSubscription = async ({ client }: TestUser): Promise<Row> => {
  const made = await call(client, 'create_webhook_subscription', { address: 'https://example.com/' })
  return { id: Object(made).id }
}

const newEvent = async ({ client }: TestUser): Promise<Row> => ({
  id: await call(client, 'publish_webhook_event', { type: 'a', data: '{}' }),
})

/** A delivery of the owner's, whose other subscriptions make room for its own. */
export const newDelivery = async (owner: TestUser): Promise<Row> => {
  await owner.client.from('webhook_subscriptions').delete().neq('url', '')
  await newSubscription(owner)
  const event = await newEvent(owner)
  const { data } = await owner.client
    .from('webhook_deliveries')
    .select('id')
    .eq('event_id', event['id'])
    .single()
  return Object(data)
}

export const newEndpoint = async ({ client, userId }: TestUser): Promise<Row> => {
  await call(client, 'save_ai_endpoint', { base_url: 'https://example.com/v1', model: 'original' })
  return { user_id: userId }
}

export const rowsOfEveryTable: Readonly<Record<string, TableProbe>> = {
  eliza_python_executions: {
    newRow: newExecution,
    draft: async () => ({ id: crypto.randomUUID(), code: 'new' }),
    change: { output: 'changed' },
    belongsToOwnersRow: false,
  },
  eliza_tool_calls: {
    newRow: async (owner) => insert(owner.client, 'eliza_tool_calls', await toolCall(owner), 'id'),
    draft: toolCall,
    change: { tool: 'changed' },
    belongsToOwnersRow: true,
  },
  eliza_run_instances: {
    newRow: async ({ client, userId }) => {
      const instance = crypto.randomUUID()
      await call(client, 'beat_executions', { instance, running: [] })
      return { id: instance, user_id: userId }
    },
    draft: async () => ({ id: crypto.randomUUID() }),
    change: { seen_at: '2020-01-01T00:00:00Z' },
    belongsToOwnersRow: false,
  },
  memories: {
    newRow: newMemory,
    draft: async () => ({ content: 'new' }),
    change: { content: 'changed' },
    belongsToOwnersRow: false,
  },
  memory_embeddings: {
    newRow: async (owner) =>
      insert(owner.client, 'memory_embeddings', await memoryVector(owner), 'memory_id, model'),
    draft: memoryVector,
    change: { embedding: '[3,2,1]' },
    belongsToOwnersRow: true,
  },
  webhook_subscriptions: {
    newRow: async (owner) => {
      await owner.client.from('webhook_subscriptions').delete().neq('url', '')
      return newSubscription(owner)
    },
    draft: async () => ({ url: 'https://example.com/', secret: 'whsec_mine' }),
    change: { active: false },
    belongsToOwnersRow: false,
  },
  webhook_events: {
    newRow: newEvent,
    draft: async () => ({ event_type: 'a', payload: {} }),
    change: { event_type: 'changed' },
    belongsToOwnersRow: false,
  },
  webhook_deliveries: {
    newRow: newDelivery,
    draft: async (owner) => {
      const { data } = await owner.client
        .from('webhook_deliveries')
        .select('event_id, subscription_id, event_type')
        .match(await newDelivery(owner))
        .single()
      return Object(data)
    },
    change: { status: 'delivered' },
    belongsToOwnersRow: true,
  },
  conversations: {
    newRow: newConversation,
    draft: async () => ({ title: 'new' }),
    change: { title: 'changed' },
    belongsToOwnersRow: false,
  },
  messages: {
    newRow: newMessage,
    draft: message,
    change: { content: 'changed' },
    belongsToOwnersRow: true,
  },
  conversation_summaries: {
    newRow: async (owner) => insert(owner.client, 'conversation_summaries', await summary(owner), 'id'),
    draft: summary,
    change: { summary: 'changed' },
    belongsToOwnersRow: true,
  },
  knowledge_entities: {
    newRow: newEntity,
    draft: entity,
    change: { description: 'changed' },
    belongsToOwnersRow: false,
  },
  entity_relationships: {
    newRow: async (owner) => insert(owner.client, 'entity_relationships', await relationship(owner), 'id'),
    draft: relationship,
    change: { last_seen_at: '2020-01-01T00:00:00Z' },
    belongsToOwnersRow: true,
  },
  ai_endpoints: {
    newRow: newEndpoint,
    draft: async () => ({ base_url: 'https://example.com/v1', model: 'new', asks_first: true }),
    change: { base_url: 'https://example.net/v1' },
    belongsToOwnersRow: false,
  },
}
