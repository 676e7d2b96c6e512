/** tools.vectorize_memory: embeds one memory with the current model. */
import { z } from 'zod'
import { defineTool } from './defineTool.ts'

export const vectorizeMemory = defineTool({
  name: 'vectorize_memory',
  functionName: 'vectorize-memory',
  summary: 'Embed one memory with the current model, so that it can be found by meaning.',
  effect: 'spend',
  parameters: z.strictObject({
    memory_id: z.uuid().describe('The id from remember or match_memories.'),
  }),
  result: z.object({
    id: z.string(),
    model: z.string().describe('Provider and model, such as openai/text-embedding-3-small.'),
    dimension: z.int().describe('Length of the vector.'),
    embedded_at: z.string().describe('ISO 8601.'),
  }),
  example:
    'memory = await tools.remember("The pool pays out at 0.1 XMR")\nawait tools.vectorize_memory(memory["id"])',
})
