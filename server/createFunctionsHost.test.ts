import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFunctionsHost, type FunctionsHost } from './createFunctionsHost.ts'
import { projectRoot } from './projectRoot.ts'

let host: FunctionsHost
const lines: string[] = []
beforeAll(async () => {
  host = await createFunctionsHost({
    folders: [join(projectRoot, 'server/deno/fixtures')],
    environment: { GIVEN: 'yes' },
    log: (line) => lines.push(line),
    deafAfter: 1000,
  })
})
afterAll(() => host.stop())

const ask = async (path: string, init?: RequestInit) => {
  const port = await host.port()
  return fetch(`http://127.0.0.1:${port}/${path}`, init)
}
const becomes = (state: string) => expect.poll(host.state).toBe(state)

test('a function may neither write nor start processes nor read outside the project nor import from the network', async () => {
  const rights: unknown = await (await ask('rights')).json()
  expect(rights).toMatchObject({ write: 'NotCapable', run: 'NotCapable', read: 'NotCapable' })
  expect(rights).not.toMatchObject({ remoteImport: 'allowed' })
})

test('a function sees the variables it is given and none of this process', async () => {
  const { variables }: { variables: string[] } = await (await ask('rights')).json()
  expect(variables).toContain('GIVEN')
  const own = [
    'DENO_DIR',
    'DENO_NO_UPDATE_CHECK',
    'DENO_NODE_SHIM_ACTIVE',
    'FUNCTIONS_FOLDERS',
    'GIVEN',
    'NO_COLOR',
  ]
  // Deno adds its own PATH.
  expect(variables.filter((name) => !own.includes(name) && name !== 'PATH')).toEqual([])
})

test('a function that throws, answers nothing or leaves a rejection behind does not disturb the others', async () => {
  const before = host.pid()
  expect((await ask('throws')).status).toBe(500)
  expect(await (await ask('answersNothing')).json()).toMatchObject({ error: { code: 'function-failed' } })
  expect((await ask('rejects')).status).toBe(200)
  expect((await ask('rights')).status).toBe(200)
  expect(host.pid()).toBe(before)
})

test('what functions print is logged without secrets', async () => {
  expect((await ask('printsSecrets')).status).toBe(500)
  const printed = () => lines.join('\n')
  await expect.poll(printed).toContain('the key [redacted] was refused')
  expect(printed()).toContain('functions: calling with Authorization: Bearer [redacted]')
  expect(printed()).not.toContain('0123456789abcdef')
})

test('a function that never loads keeps nobody else waiting', async () => {
  const gone = new AbortController()
  const waiting = ask('neverLoads', { signal: gone.signal }).catch(() => 'gave up')
  expect((await ask('rights')).status).toBe(200)
  gone.abort()
  expect(await waiting).toBe('gave up')
})

test('names that leave the folder are no functions', async () => {
  for (const name of ['unknown', '_shared', '..%2F..%2Fcontract', '%00', '']) {
    expect((await ask(name)).status, name).toBe(404)
  }
})

test('a process that dies is started again and calls wait for it', async () => {
  await becomes('ready')
  const before = host.pid()
  await expect(ask('exits')).rejects.toThrow()
  await expect.poll(host.pid).not.toBe(before)
  expect((await ask('rights')).status).toBe(200)
})

test('a process that answers nobody is ended and started again', async () => {
  await becomes('ready')
  const before = host.pid()
  await expect(ask('computes')).rejects.toThrow()
  await expect.poll(host.pid).not.toBe(before)
  expect((await ask('rights')).status).toBe(200)
})

test('a process that ends at its start each time is given up with a sentence', async () => {
  const lines: string[] = []
  // Deno rejects an empty path in --allow-read.
  const starting = createFunctionsHost({ folders: [''], environment: {}, log: (line) => lines.push(line) })
  await expect(starting).rejects.toThrow('The edge functions could not be started')
  expect(lines.join('\n')).toContain('Empty path')
})
