/** The places packages come from, for tests: one loopback server that plays the CDN of Pyodide, PyPI's index and its files. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sha256, type Wheel } from './buildWheel.ts'

export interface PackageTwin {
  readonly url: string
  /** The folder of the lock's files. */
  readonly folder: string
  readonly index: { readonly index: string; readonly files: string }
  /** Paths asked for so far. */
  readonly requests: readonly string[]
  /** Paths of answers that the asker broke off. */
  readonly aborted: readonly string[]
  /** Answers in place of the twin; undefined restores the twin. */
  answer: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  readonly stop: () => Promise<void>
}

interface TwinContents {
  /** Files of the folder. */
  readonly folder?: readonly Wheel[]
  /** Projects of the index by their normalised names. */
  readonly projects?: Readonly<Record<string, readonly IndexFile[]>>
}

export interface IndexFile {
  readonly wheel: Wheel
  /** Over what the index says of the file by itself. */
  readonly entry?: Readonly<Record<string, unknown>>
}

export async function startPackageTwin({ folder = [], projects = {} }: TwinContents): Promise<PackageTwin> {
  const requests: string[] = []
  const aborted: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    requests.push(path)
    response.on('close', () => response.writableFinished || aborted.push(path))
    // Pages of other origins may read, as the real ones allow.
    response.setHeader('access-control-allow-origin', '*')
    if (twin.answer?.(request, response)) return
    const content = files().get(path)
    if (content === undefined) response.writeHead(404).end('Nothing of that name')
    else response.end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const indexed = Object.values(projects).flat()
  const files = () =>
    new Map<string, string | Uint8Array>([
      ...folder.map((wheel): [string, Uint8Array] => [`/full/${wheel.fileName}`, wheel.bytes]),
      ...indexed.map(({ wheel }): [string, Uint8Array] => [`/files/${wheel.fileName}`, wheel.bytes]),
      ...indexed.map(({ wheel }): [string, string] => [`/files/${wheel.fileName}.metadata`, wheel.metadata]),
      ...Object.entries(projects).map(([name, entries]): [string, string] => [
        `/simple/${name}/`,
        projectPage(name, entries),
      ]),
    ])
  const projectPage = (name: string, entries: readonly IndexFile[]) =>
    JSON.stringify({
      meta: { 'api-version': '1.1' },
      name,
      files: entries.map(({ wheel, entry }) => ({
        filename: wheel.fileName,
        url: `../../files/${wheel.fileName}`,
        hashes: { sha256: wheel.sha256 },
        'core-metadata': { sha256: sha256(wheel.metadata) },
        size: wheel.bytes.length,
        yanked: false,
        ...entry,
      })),
    })
  const twin: PackageTwin = {
    url,
    folder: `${url}/full/`,
    index: { index: `${url}/simple/`, files: `${url}/files/` },
    requests,
    aborted,
    answer: undefined,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return twin
}

/** A lock file that lists these wheels: each brings the module of its name, and needs what it is said to. */
export const lockOf = (
  entries: readonly { readonly wheel: Wheel; readonly depends?: readonly string[] }[],
) => ({
  info: { abi_version: '2026_0', arch: 'wasm32', platform: 'emscripten_5_0_3', python: '3.14.2' },
  packages: Object.fromEntries(
    entries.map(({ wheel, depends = [] }) => [
      wheel.name,
      {
        name: wheel.name,
        version: wheel.version,
        file_name: wheel.fileName,
        install_dir: 'site',
        sha256: wheel.sha256,
        package_type: 'package',
        imports: [wheel.name.toLowerCase().replaceAll(/[-.]/g, '_')],
        depends,
        unvendored_tests: false,
      },
    ]),
  ),
})
