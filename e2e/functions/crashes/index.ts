/** A function that takes the whole process with it. */
export default {
  fetch: (): Response => Deno.exit(7),
}
