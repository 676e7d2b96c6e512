/** tools.extract_knowledge: finds the entities in a stored message and their relationships. */
import { z } from 'zod'
import { aiTierIds } from '../ai/aiTiers.ts'
import { aiTimeoutMs, aiUsage } from './aiAnswer.ts'
import { defineTool } from './defineTool.ts'

export const extractKnowledge = defineTool({
  name: 'extract_knowledge',
  functionName: 'extract-knowledge',
  summary: 'Let a model find entities and their relationships in a stored message, and store them.',
  effect: 'spend',
  timeoutMs: aiTimeoutMs,
  parameters: z.strictObject({
    message_id: z.uuid().describe('The id of a message in one of your conversations.'),
  }),
  result: z.object({
    message_id: z.string(),
    entities: z
      .array(
        z.object({
          id: z.string(),
          kind: z.string().describe('For example person, organization, place or technology.'),
          name: z.string(),
          description: z.string().describe('May be empty.'),
          mentions: z.int().describe('How many messages spoke of it so far.'),
        }),
      )
      .describe('At most 50.'),
    relationships: z
      .array(
        z.object({
          id: z.string(),
          source_id: z.string(),
          target_id: z.string(),
          kind: z.string().describe('For example works_at or located_in.'),
          mentions: z.int().describe('How many messages spoke of it so far.'),
        }),
      )
      .describe('Between these entities, at most 100.'),
    complete: z.boolean().describe('False if the message was too long and only its beginning was read.'),
    provider: z.enum(aiTierIds).describe('The provider that answered.'),
    model: z.string(),
    usage: aiUsage,
  }),
  example:
    'known = await tools.extract_knowledge("00000000-0000-4000-8000-000000000000")\n[entity["name"] for entity in known["entities"]]',
})
