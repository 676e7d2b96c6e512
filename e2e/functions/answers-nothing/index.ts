/** A function that answers with an empty body: status 204, or what the payload's `status` says. */
import { readPayload } from '../_shared/readPayload.ts'

export default {
  fetch: async (request: Request): Promise<Response> => {
    const { status } = await readPayload(request)
    return new Response(null, { status: typeof status === 'number' ? status : 204 })
  },
}
