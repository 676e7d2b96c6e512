/** What the caller once had remembered and the last message may be about: told to the model as notes. */
import type { SupabaseClient } from '@supabase/supabase-js'
import { matchMemories } from '../../../contract/tools/matchMemories.ts'
import { findMemories } from '../_shared/findMemories.ts'

const most = 5
const noteCharacters = 500
/** An answer does not wait longer for notes, in milliseconds. */
const waitMs = 2_000
/** Below it a text that shares no word with the message is not about the same, with any model. */
const threshold = 0.3

/** Texts, best first; none where there are none or the search fails. `client` may throw, too. Rejects when aborted alone. */
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
