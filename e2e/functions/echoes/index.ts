/** A function that answers with what it was sent. */
import { readPayload } from '../_shared/readPayload.ts'

export default {
  fetch: async (request: Request): Promise<Response> => Response.json(await readPayload(request)),
}
