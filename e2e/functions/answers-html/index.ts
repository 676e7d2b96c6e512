/** A function in whose place some proxy answers: status 200, and HTML. */
export default {
  fetch: () =>
    new Response('<!doctype html><title>Welcome</title>', { headers: { 'content-type': 'text/html' } }),
}
