/** Groups rows into few requests, conversations before their messages and removals last. */
import type { KeptContent, KeptRow } from './KeptRows.ts'
import { toColumns } from './sendRows.ts'

const most = { rows: 50, characters: 1_000_000 }

const order: Readonly<Record<KeptContent['kind'], number>> = {
  conversation: 0,
  message: 1,
  'removed-message': 2,
  'removed-conversation': 3,
}

/** Batches hold one kind, at most 50 rows and 1,000,000 characters of JSON. A larger row goes alone. */
export function toBatches(rows: readonly KeptRow[]): readonly (readonly KeptRow[])[] {
  const batches: KeptRow[][] = []
  let characters = 0
  for (const row of rows.toSorted((one, other) => order[one.kind] - order[other.kind])) {
    const size = JSON.stringify(toColumns(row)).length
    const last = batches.at(-1)
    const hasRoom =
      last !== undefined &&
      last[0]?.kind === row.kind &&
      last.length < most.rows &&
      characters + size <= most.characters
    if (hasRoom) last.push(row)
    else batches.push([row])
    characters = hasRoom ? characters + size : size
  }
  return batches
}
