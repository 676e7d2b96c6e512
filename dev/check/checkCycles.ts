/** `npm run check:cycles`: no module may lead back to itself. The linter does not look through dynamic imports. */
import { projectRoot } from '../../server/projectRoot.ts'
import { findCycles } from './findCycles.ts'

const rooms = [
  'contract',
  'lib',
  'run',
  'src',
  'supabase',
  'server',
  'dev',
  'bench',
  'e2e',
  'evals',
  'python',
]
const cycles = findCycles(projectRoot, [`{${rooms.join(',')}}/**/*.{ts,tsx}`])
for (const cycle of cycles) console.error(cycle)
if (cycles.length > 0) process.exitCode = 1
