/** A function with an error of its own, that the contract does not know. */
export default {
  fetch: () => Response.json({ error: 'Your plan allows 3 reports a day.' }, { status: 422 }),
}
