/** The executor service with the very commands of the Dockerfile, in this folder instead of the container's. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { projectRoot } from '../../server/projectRoot.ts'

interface Service {
  readonly url: string
  /** The exit code of the container's health check. */
  readonly checkHealth: () => Promise<number | null>
  readonly stop: () => Promise<void>
}

const dockerfile = readFileSync('Dockerfile', 'utf8')

/** Resolves when it answers. */
export async function startService(
  port: number,
  environment: Readonly<Record<string, string>>,
): Promise<Service> {
  const env = {
    ...environment,
    ...variables(),
    HOST: '127.0.0.1',
    PORT: String(port),
    DENO_DIR: '/proc/nowhere',
  }
  const start = (instruction: string): ChildProcess => {
    const [program = '', ...rest] = commandOf(instruction)
    return spawn(program, rest, { cwd: projectRoot, env, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const service = start('ENTRYPOINT')
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; ; tries++) {
    const isUp = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) break
    if (service.exitCode !== null || tries > 300) throw new Error('The service does not start')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    checkHealth: async () => {
      const check = start('CMD')
      await once(check, 'exit')
      return check.exitCode
    },
    stop: async () => {
      const ended = once(service, 'exit')
      if (service.kill('SIGTERM')) await ended
    },
  }
}

/** The list after the last such instruction, as it is on this machine. */
function commandOf(instruction: string): string[] {
  const [, list = ''] = new RegExp(`^\\s*${instruction} (\\[.*\\])$`, 'm').exec(dockerfile) ?? []
  return z
    .array(z.string())
    .min(1)
    .parse(JSON.parse(list))
    .map((part) =>
      part === '/app/deno'
        ? `${projectRoot}/node_modules/deno/deno`
        : part.replaceAll('/app/', `${projectRoot}/`),
    )
}

const variables = (): Record<string, string> =>
  Object.fromEntries(
    (/^ENV (.*)$/m.exec(dockerfile)?.[1] ?? '').split(' ').map((pair) => pair.split('=') as [string, string]),
  )
