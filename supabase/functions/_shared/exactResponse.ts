/** Answers with JSON that may hold exact JSON of others, with all digits of its numbers. */
import { writeExactJson } from '../../../lib/exactJson.ts'

export const exactResponse = (value: unknown): Response =>
  new Response(writeExactJson(value), { headers: { 'content-type': 'application/json' } })
