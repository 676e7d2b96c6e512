/** Measures in rounds that hold all sides of a comparison, so that a slow moment of the machine meets all of them. */

/** The first round of a page meets code that the browser has not compiled yet: it does not count. */
export async function repeat<Taken>(rounds: number, round: () => Promise<Taken>): Promise<Taken[]> {
  await round()
  const taken: Taken[] = []
  while (taken.length < rounds) taken.push(await round())
  return taken
}
