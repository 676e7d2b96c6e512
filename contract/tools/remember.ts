/** tools.remember: stores a text in memory. */
import { z } from 'zod'
import { defineTool } from './defineTool.ts'

export const remember = defineTool({
  name: 'remember',
  summary: 'Store a text in memory. match_memories finds it again.',
  effect: 'write',
  parameters: z.strictObject({
    content: z.string().trim().min(1).max(100_000).describe('The text to store.'),
    context_type: z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,49}$/, 'must be a short lower-case word such as note')
      .default('note')
      .describe('The kind of memory.'),
    importance: z.number().min(0).max(1).default(0.5).describe('From 0 (trivial) to 1 (vital).'),
  }),
  result: z.object({
    id: z.string(),
    created_at: z.string().describe('ISO 8601.'),
    embedded: z
      .boolean()
      .describe('True if the text can be found by meaning. By its words it can always be found.'),
    note: z.string().nullable().describe('Why the text is not embedded. None if it is.'),
  }),
  example: 'await tools.remember("The pool pays out at 0.1 XMR", importance=0.8)',
})
