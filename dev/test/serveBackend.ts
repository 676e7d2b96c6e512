/** The backend without the app, as a program: what tests kill and start again. */
import { createBackend } from '../../server/createBackend.ts'
import { readSettings } from '../../server/readSettings.ts'
import { runUntilStopped } from '../../server/runUntilStopped.ts'

runUntilStopped(async () => {
  const backend = await createBackend({ ...readSettings(process.env), log: (line) => console.log(line) })
  console.log(`The backend is ready: ${backend.url}`)
  return backend
})
