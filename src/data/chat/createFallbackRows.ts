/** The store of kept rows: on disk, or in memory after the disk's first failure. */
import { countKept } from './countKept.ts'
import { createKeptRowsInMemory } from './createKeptRowsInMemory.ts'
import { foldKept } from './foldKept.ts'
import type { KeptRow, KeptRows } from './KeptRows.ts'

export interface FallbackRows extends KeptRows {
  /** Whether new rows are lost when the tab closes. */
  readonly isVolatile: () => boolean
}

/** If `opening` rejects, only memory is used. */
export function createFallbackRows(opening: Promise<KeptRows>): FallbackRows {
  const memory = createKeptRowsInMemory()
  let isVolatile = false
  const giveUpDisk = () => {
    isVolatile = true
  }
  opening.catch(giveUpDisk)

  /** After a failure the disk is still tried for rows stored before it. */
  async function onDisk<Value>(action: (disk: KeptRows) => Promise<Value>, otherwise: Value): Promise<Value> {
    try {
      return await action(await opening)
    } catch {
      giveUpDisk()
      return otherwise
    }
  }

  /** Memory holds the newer versions. */
  const both = async (read: (rows: KeptRows) => Promise<readonly KeptRow[]>) =>
    foldKept(await onDisk(read, []), await read(memory))

  return {
    isVolatile: () => isVolatile,
    async put(rows) {
      const isWritten = !isVolatile && (await onDisk((disk) => disk.put(rows).then(() => true), false))
      if (!isWritten) await memory.put(rows)
    },
    all: (userId) => both((rows) => rows.all(userId)),
    ofConversation: (userId, conversationId) => both((rows) => rows.ofConversation(userId, conversationId)),
    async settle(rows) {
      await memory.settle(rows)
      await onDisk((disk) => disk.settle(rows), undefined)
    },
    async refuse(row, reason) {
      await memory.refuse(row, reason)
      await onDisk((disk) => disk.refuse(row, reason), undefined)
    },
    async count(userId) {
      const volatile = await memory.count(userId)
      const stored = await onDisk((disk) => disk.count(userId), countKept([]))
      return {
        pending: stored.pending + volatile.pending,
        refused: stored.refused + volatile.refused,
        refusedReason: volatile.refusedReason ?? stored.refusedReason,
      }
    },
    dispose: () => void opening.then((disk) => disk.dispose()).catch(giveUpDisk),
  }
}
