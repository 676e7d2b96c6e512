/** tools.match_memories: searches the memories that remember stored. */
import { z } from 'zod'
import { defineTool } from './defineTool.ts'

export const matchMemories = defineTool({
  name: 'match_memories',
  summary: 'Find remembered texts that match a query by words or by meaning, best match first.',
  effect: 'read',
  parameters: z.strictObject({
    query: z.string().trim().min(1).max(1000).describe('Words to search for, in any grammatical form.'),
    limit: z.int().min(1).max(100).default(10).describe('The most texts to return.'),
    threshold: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe(
        'Minimum similarity of a text that shares no word with the query. Typical values depend on the ' +
          'embedding model. Ignored without one.',
      ),
  }),
  result: z.array(
    z.object({
      id: z.string(),
      content: z.string(),
      context_type: z.string(),
      importance: z.number().describe('From 0 to 1.'),
      score: z.number().describe('Rank of the match. Larger is better. Comparable within one answer only.'),
      similarity: z
        .number()
        .nullable()
        .describe('Similarity of meaning to the query, at most 1. None if it was not compared.'),
      created_at: z.string().describe('ISO 8601.'),
    }),
  ),
  example: 'await tools.match_memories("mining", limit=5)',
})
