/**
 * tools.invoke_function: calls any edge function of the project by name, with unchecked arguments and result.
 */
import { z } from 'zod'
import { defineTool } from './defineTool.ts'

export const invokeFunction = defineTool({
  name: 'invoke_function',
  summary: 'Call any edge function of this project by its name.',
  effect: 'write',
  parameters: z.strictObject({
    function_name: z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,63}$/, 'is not the name of a function (lower-case letters, digits, - and _)')
      .describe("The function's folder name, such as 'mining-proxy'."),
    payload: z
      .record(z.string(), z.unknown())
      .nullable()
      .default(null)
      .describe('The JSON body. None sends an empty object.'),
  }),
  result: z.unknown(),
  bodyParameter: 'payload',
  toRequest: ({ function_name, payload }) => ({ functionName: function_name, body: payload ?? {} }),
  example: 'await tools.invoke_function("match_memories", {"query": "mining"})',
})
