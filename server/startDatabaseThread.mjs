/** Where the database's thread begins: it does not inherit tsx, by which Node reads TypeScript. */
// Loaded before tsx, which would parse these large modules of plain JavaScript once more: a second of each start.
import '@supabase/lite'
import '@supabase/lite/pglite'
import { register } from 'tsx/esm/api'

register()
await import('./databaseThread.ts')
