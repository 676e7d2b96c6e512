/** tools.match_memories: finds in the memory what remember stored. */
import { z } from 'zod'
import { defineTool } from './defineTool.ts'

export const matchMemories = defineTool({
  name: 'match_memories',
  summary: 'Find remembered texts that match a query, best first.',
  effect: 'read',
  parameters: z.strictObject({
    query: z.string().trim().min(1).max(1000).describe('Words to look for, in any form of the word.'),
    limit: z.int().min(1).max(100).default(10).describe('How many at most.'),
  }),
  result: z.array(
    z.object({
      id: z.string(),
      content: z.string(),
      context_type: z.string(),
      importance: z.number().describe('From 0 to 1.'),
      score: z.number().describe('Rank of the match; larger is better, comparable within one answer.'),
      created_at: z.string().describe('ISO 8601.'),
    }),
  ),
  example: 'await tools.match_memories("mining", limit=5)',
})
