/** A function that answers with the text it was sent, or an empty object. */
export default {
  fetch: async (request: Request): Promise<Response> =>
    new Response((await request.text()) || '{}', { headers: { 'content-type': 'application/json' } }),
}
