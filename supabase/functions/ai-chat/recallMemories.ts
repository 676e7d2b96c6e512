/** Finds the caller's memories that may matter for the last message. The model gets them as notes. */
import type { SupabaseClient } from '@supabase/supabase-js'
import { matchMemories } from '../../../contract/tools/matchMemories.ts'
import { findMemories } from '../_shared/findMemories.ts'

const most = 5
const noteCharacters = 500
/** Timeout of the search, in milliseconds: an answer does not wait longer for notes. */
const waitMs = 2_000
/** Minimum similarity. With every model, texts below it that share no word with the message are unrelated. */
const threshold = 0.3

/**
 * @param client Creates the client. If it throws, there are no notes.
 * @returns Texts, best match first. Empty if nothing matches or the search fails.
 * @throws Only the signal's reason if aborted.
 */
export async function recallMemories(
  client: () => SupabaseClient,
  message: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(waitMs)])
    const query = message.slice(0, 1000).toWellFormed().replaceAll('\0', ' ')
    const asked = matchMemories.parameters.parse({ query, limit: most, threshold })
    const found = matchMemories.result.parse(await findMemories(client(), asked, inTime))
    return found.map(({ content }) => content.slice(0, noteCharacters).toWellFormed())
  } catch {
    signal.throwIfAborted()
    return []
  }
}
