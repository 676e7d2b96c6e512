/**
 * `npm run try:deploy`: the Supabase CLI's commands of docs/deploy.md. Those that need a database alone run on a real Postgres;
 * of the others, which need a login or Docker, command and options must be known.
 */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { readMigrations } from '../../server/applyMigrations.ts'
import { generateKeys } from '../../server/keys.ts'
import { answerFromPostgres } from './answerFromPostgres.ts'
import { findPostgres } from './findPostgres.ts'
import { openPostgresProject } from './openPostgresProject.ts'
import { startPostgres } from './startPostgres.ts'

interface Command {
  readonly words: readonly string[]
  readonly options: readonly string[]
}

const program = /^npx (supabase@\d+\.\d+\.\d+) (.*)$/
const document = readFileSync('docs/deploy.md', 'utf8')
const lines = [...document.matchAll(/^```sh\n([^]*?)^```/gm)].flatMap(([, block = '']) =>
  block.split(/\n|&& /).map((line) => line.replace(/\s+#.*/, '').trim()),
)
const asked = lines.flatMap((line) => {
  const [, cli, rest] = program.exec(line) ?? []
  return cli === undefined || rest === undefined ? [] : [{ cli, ...readCommand(rest) }]
})
const versions = new Set(asked.map(({ cli }) => cli))
const [cli] = versions
if (cli === undefined || versions.size > 1 || /npx supabase /.test(document))
  throw new Error(`docs/deploy.md must name one version of the CLI: ${[...versions].join(', ')}`)

const failures: string[] = []
const helps = new Map<string, string>()
for (const { words, options } of asked) {
  const command = words.join(' ')
  const help = helps.get(command) ?? supabase([...words, '--help'])
  helps.set(command, help)
  const isThere = (option: string) => help.includes(`${option} `) || help.includes(`${option},`)
  const holds = help.includes(`supabase ${command}`) && options.every(isThere)
  report(`${command} knows ${options.join(' ') || 'no options'}`, holds, help)
}

const found = findPostgres()
if ('missing' in found) console.log(`Not tried on a database. ${found.missing}`)
else await tryOnPostgres(found)

console.log(failures.length === 0 ? 'All hold.' : `${failures.length} do not hold.`)
process.exitCode = failures.length === 0 ? 0 : 1

/** The command's words and the names of its options. */
function readCommand(text: string): Command {
  const parts = text.split(/\s+/)
  const first = parts.findIndex((part) => part.startsWith('-'))
  const words = first === -1 ? parts : parts.slice(0, first)
  // `functions deploy` takes names of functions.
  return { words: words.slice(0, 2), options: parts.filter((part) => part.startsWith('-')) }
}

function supabase(words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('npx', ['--yes', cli ?? '', ...words], {
    encoding: 'utf8',
    timeout: 300_000,
  })
  const output = `${stdout}\n${stderr}`
  return status === 0 ? output : `Exit code ${status}\n${output}`
}

function report(what: string, holds: boolean, output: string): void {
  console.log(`${holds ? 'holds' : 'DOES NOT HOLD'}: ${what}`)
  if (holds) return
  failures.push(what)
  console.log(output)
}

async function tryOnPostgres(postgres: Exclude<typeof found, { readonly missing: string }>): Promise<void> {
  const port = await freePort()
  const server = await startPostgres(postgres, { listen_addresses: '127.0.0.1', port: String(port) })
  try {
    const answers = answerFromPostgres(server, 'project', generateKeys())
    const sql = await openPostgresProject(server, {
      database: 'project',
      isOpen: true,
      withMigrations: false,
      createAuth: answers.createAuth,
    })
    const password = randomUUID()
    await sql.unsafe(`alter role postgres password '${password}'`)
    const place = ['--db-url', `postgresql://postgres:${password}@127.0.0.1:${port}/project?sslmode=disable`]
    const migrations = readMigrations('supabase/migrations')
    const applied = async () =>
      (await sql.unsafe('select version from supabase_migrations.schema_migrations order by version')).length
    const holds = (output: string) => !/^Exit code|deprecated|WARN/m.test(output)

    const plan = supabase(['db', 'push', '--dry-run', ...place])
    report(
      'db push --dry-run names every migration',
      migrations.every(({ version }) => plan.includes(version)) && holds(plan),
      plan,
    )
    const push = supabase(['db', 'push', '--yes', ...place])
    report(
      'db push applies every migration, as a role that is no superuser',
      holds(push) && (await applied()) === migrations.length,
      push,
    )
    const list = supabase(['migration', 'list', ...place])
    report(
      'migration list shows every migration',
      migrations.every(({ version }) => list.split(version).length > 2) && holds(list),
      list,
    )
    await sql.unsafe('delete from supabase_migrations.schema_migrations')
    const versionsThere = migrations.map(({ version }) => version)
    const repair = supabase(['migration', 'repair', '--status', 'applied', ...versionsThere, ...place])
    report(
      'migration repair brings the history back',
      holds(repair) && (await applied()) === migrations.length,
      repair,
    )
    await sql.end()
    await answers.close()
  } finally {
    await server.stop()
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
