/** A function that is broken: status 500, and a body that is no error of the contract. */
export default {
  fetch: () =>
    new Response('Internal Server Error', { status: 500, headers: { 'content-type': 'text/plain' } }),
}
