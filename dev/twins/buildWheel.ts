/** Makes small wheels for tests: of the text of Python files, or of bytes, as an index or a lock file would describe them. */
import { createHash } from 'node:crypto'
import { strToU8, zipSync } from 'fflate'

export interface Wheel {
  readonly name: string
  readonly version: string
  readonly fileName: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly sha256: string
  /** The text of METADATA. */
  readonly metadata: string
}

interface WheelParts {
  readonly name: string
  readonly version?: string
  /** Contents by path in the wheel. */
  readonly files: Readonly<Record<string, string | Uint8Array>>
  /** Lines of Requires-Dist. */
  readonly requires?: readonly string[]
  readonly extras?: readonly string[]
  /** The tag after the version in the file's name. */
  readonly tag?: string
}

export function buildWheel(parts: WheelParts): Wheel {
  const { name, version = '1.0', files, requires = [], extras = [], tag = 'py3-none-any' } = parts
  const stem = `${name.replaceAll(/[-.]+/g, '_')}-${version}`
  const metadata = [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    ...extras.map((extra) => `Provides-Extra: ${extra}`),
    ...requires.map((requirement) => `Requires-Dist: ${requirement}`),
    '',
    'A wheel made for a test.',
  ].join('\n')
  const all = {
    ...files,
    [`${stem}.dist-info/METADATA`]: metadata,
    [`${stem}.dist-info/WHEEL`]: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\n',
    [`${stem}.dist-info/RECORD`]: '',
  }
  const bytes = zipSync(
    Object.fromEntries(
      Object.entries(all).map(([path, content]) => [
        path,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  )
  return { name, version, fileName: `${stem}-${tag}.whl`, bytes, sha256: sha256(bytes), metadata }
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
