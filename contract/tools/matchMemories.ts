/** tools.match_memories: finds in the memory what remember stored. */
import { z } from 'zod'
import { defineTool } from './defineTool.ts'

export const matchMemories = defineTool({
  name: 'match_memories',
  summary: 'Find remembered texts that match a query by their words or by what they mean, best first.',
  effect: 'read',
  parameters: z.strictObject({
    query: z.string().trim().min(1).max(1000).describe('Words to look for, in any form of the word.'),
    limit: z.int().min(1).max(100).default(10).describe('How many at most.'),
    threshold: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe(
        'The least similarity of a text that shares no word with the query. What counts as near depends on the ' +
          'embedding model; without one it is ignored.',
      ),
  }),
  result: z.array(
    z.object({
      id: z.string(),
      content: z.string(),
      context_type: z.string(),
      importance: z.number().describe('From 0 to 1.'),
      score: z.number().describe('Rank of the match; larger is better, comparable within one answer.'),
      similarity: z
        .number()
        .nullable()
        .describe('To the query in meaning, at most 1; None where it was not compared.'),
      created_at: z.string().describe('ISO 8601.'),
    }),
  ),
  example: 'await tools.match_memories("mining", limit=5)',
})
