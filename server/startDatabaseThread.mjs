/** Where the database's thread begins: it does not inherit tsx, by which Node reads TypeScript. */
import { register } from 'tsx/esm/api'

register()
await import('./databaseThread.ts')
