/** tools.remember: one text into the memory. */
import { z } from 'zod'
import { defineTool } from './defineTool.ts'

export const remember = defineTool({
  name: 'remember',
  summary: 'Store a text in memory, to be found again with match_memories.',
  effect: 'write',
  parameters: z.strictObject({
    content: z.string().trim().min(1).max(100_000).describe('The text to keep.'),
    context_type: z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,49}$/, 'must be a short lower-case word such as note')
      .default('note')
      .describe('What kind of memory it is.'),
    importance: z.number().min(0).max(1).default(0.5).describe('From 0 (trivial) to 1 (vital).'),
  }),
  result: z.object({
    id: z.string(),
    created_at: z.string().describe('ISO 8601.'),
    embedded: z
      .boolean()
      .describe('Whether it can be found by what it means; by its words it can in any case.'),
    note: z.string().nullable().describe('Why it is not embedded, where it is not.'),
  }),
  example: 'await tools.remember("The pool pays out at 0.1 XMR", importance=0.8)',
})
