/** A function whose answer is a text of the payload's `characters`. */
import { readPayload } from '../_shared/readPayload.ts'

export default {
  fetch: async (request: Request): Promise<Response> => {
    const { characters } = await readPayload(request)
    return Response.json('x'.repeat(Number(characters)))
  },
}
