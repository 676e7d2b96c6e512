import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PackageProgress, PackagesFound } from '../../../contract/run/packageLoading.ts'
import { buildWheel, type Wheel } from '../../../dev/twins/buildWheel.ts'
import {
  lockOf,
  startPackageTwin,
  type IndexFile,
  type PackageTwin,
} from '../../../dev/twins/startPackageTwin.ts'
import { createPackageLoader } from './createPackageLoader.ts'

const wheel = (name: string, options: Partial<Parameters<typeof buildWheel>[0]> = {}) =>
  buildWheel({ name, files: { [`${name.replaceAll('-', '_')}.py`]: `name = "${name}"` }, ...options })

const base = wheel('base', {
  files: { 'base.py': '', data: new Uint8Array(300_000).map((_, at) => (at * 7919) % 251) },
})
const above = wheel('above')
const alone = wheel('Some.Alone')
const native = wheel('native', { version: '2.4.6', tag: 'cp314-cp314-pyemscripten_2026_0_wasm32' })
const lock = lockOf([
  { wheel: above, depends: ['Base'] },
  { wheel: base },
  { wheel: alone },
  { wheel: native },
])
const lockText = JSON.stringify(lock)

const on = (...wheels: Wheel[]): IndexFile[] => wheels.map((each) => ({ wheel: each }))
const projects: Record<string, IndexFile[]> = {
  top: on(
    wheel('top', { version: '1.0' }),
    wheel('top', {
      version: '2.0',
      requires: [
        'Deep_Dep (>=1.0,<2)',
        'never; sys_platform == "win32"',
        'never ; python_version < "3.14"',
        'native; sys_platform == "emscripten" and python_version >= "3.9"',
        'with-extra; extra == "more"',
      ],
      extras: ['more'],
    }),
    wheel('top', { version: '3.0rc1' }),
  ),
  'deep-dep': on(wheel('deep-dep', { version: '1.5' }), wheel('deep-dep', { version: '2.5' })),
  'with-extra': on(wheel('with-extra')),
  'source-only': [{ wheel: { ...wheel('source-only'), fileName: 'source_only-1.0.tar.gz' } }],
  compiled: on(wheel('compiled', { tag: 'cp314-cp314-manylinux_2_28_x86_64' })),
  old: [{ wheel: wheel('old'), entry: { 'requires-python': '<3.9' } }],
  yanked: [
    { wheel: wheel('yanked', { version: '2.0' }), entry: { yanked: 'broken' } },
    ...on(wheel('yanked')),
  ],
  elsewhere: [
    { wheel: wheel('elsewhere'), entry: { url: 'http://127.0.0.2:9/files/elsewhere-1.0-py3-none-any.whl' } },
  ],
  'up-and-out': [{ wheel: { ...wheel('up-and-out'), fileName: '../up_and_out-1.0-py3-none-any.whl' } }],
  unhashed: [{ wheel: wheel('unhashed'), entry: { hashes: {} } }],
  forged: [{ wheel: { ...wheel('forged'), bytes: wheel('forged', { version: '6' }).bytes } }],
  'asks-for-address': on(wheel('asks-for-address', { requires: ['evil @ https://evil.invalid/evil.whl'] })),
  native: on(wheel('native', { version: '1.0', tag: 'cp314-cp314-manylinux_2_28_x86_64' })),
  one: on(wheel('one', { requires: ['shared>=1', 'two'] })),
  two: on(wheel('two', { requires: ['shared<2'] })),
  shared: on(wheel('shared', { version: '1.0' }), wheel('shared', { version: '2.0' })),
  three: on(wheel('three', { requires: ['shared>=2', 'two'] })),
  circle: on(wheel('circle', { requires: ['circle-back'] })),
  'circle-back': on(wheel('circle-back', { requires: ['circle'] })),
  above: on(wheel('above', { version: '9.0' })),
}

let twin: PackageTwin
beforeEach(async () => {
  twin = await startPackageTwin({ folder: [base, above, alone, native], projects })
  twin.answer = (request, response) => {
    if (request.url !== '/lock.json') return false
    response.end(lockText)
    return true
  }
})
afterEach(() => twin.stop())

const answerWith = (path: string, answer: (response: ServerResponse) => void) => {
  const usual = twin.answer
  twin.answer = (request, response) => {
    if (request.url !== path) return usual?.(request, response) ?? false
    answer(response)
    return true
  }
}

/** A browser's CacheStorage, in memory. */
function createCaches(): CacheStorage {
  const kept = new Map<string, Response>()
  const cache = {
    match: async (key: string) => kept.get(key)?.clone(),
    put: async (key: string, response: Response) => void kept.set(key, response),
  }
  return { open: async () => cache } as unknown as CacheStorage
}

function createLoader(storage?: CacheStorage) {
  return createPackageLoader({
    base: twin.url,
    lockUrl: '/lock.json',
    pyodideVersion: '314.0.7',
    folder: () => twin.folder,
    storage,
    index: twin.index,
  })
}

async function load(
  wanted: { imports?: string[]; code?: string },
  { loader = createLoader(), signal = new AbortController().signal } = {},
) {
  const progress: PackageProgress[] = []
  const found = await loader(
    { code: '', imports: [], ...wanted },
    { signal, onProgress: (each) => progress.push(each) },
  )
  return { found, progress }
}

const namesOf = (found: PackagesFound): string[] =>
  found.ok ? found.wheels.map(({ fileName }) => fileName) : [found.message]
const meet = async (...requirements: string[]) =>
  (await load({ code: `# requirements: ${requirements.join(', ')}` })).found

describe('what a script imports', () => {
  test('comes with what it needs, in an order in which it can be installed, with a share that grows to 1', async () => {
    const { found, progress } = await load({ imports: ['above', 'some_alone'] })
    expect(namesOf(found)).toEqual([base.fileName, above.fileName, alone.fileName])
    expect(found.ok && found.wheels[0]).toMatchObject({ name: 'base', folder: 'site' })
    expect(found.ok && new Uint8Array(found.wheels[0]?.bytes ?? new ArrayBuffer())).toEqual(base.bytes)
    const shares = progress.map(({ share }) => share)
    expect(shares.at(-1)).toBe(1)
    expect(shares).toEqual(shares.toSorted((one, other) => one - other))
    expect(progress.map(({ name }) => name)).toContain('base')
  })

  test('and is known neither to Python nor to the lock is said to be neither', async () => {
    const { found } = await load({ imports: ['nmupy'] })
    expect(found).toMatchObject({ ok: true, wheels: [] })
    expect(found.ok && found.missing[0]?.message).toMatch(
      /^nmupy is not one of the packages of Pyodide 314\.0\.7\..*# requirements: nmupy$/,
    )
    expect(twin.requests).toEqual(['/lock.json'])
  })

  test.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['is not there', (response) => response.writeHead(404).end(), /there is no such file/],
    ['is refused', (response) => response.writeHead(403).end(), /it answers 403/],
    [
      'breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': 1000 })
        response.write('x', () => setTimeout(() => response.destroy(), 50))
      },
      /broke off/,
    ],
    ['does not come', (response) => response.destroy(), /nothing answers there/],
    ['is something else', (response) => response.end('something else'), /SHA-256 is another/],
    [
      'is the page of an app',
      (response) => response.setHeader('content-type', 'text/html').end('<p>'),
      /SHA-256 is another/,
    ],
  ])('and needs what %s is missing with a sentence, and the rest comes', async (_, answer, sentence) => {
    answerWith(`/full/${base.fileName}`, answer)
    const { found } = await load({ imports: ['above', 'native'] })
    expect(namesOf(found)).toEqual([native.fileName])
    expect(found.ok && found.missing).toMatchObject([{ name: 'above' }])
    const message = found.ok ? found.missing[0]?.message : ''
    expect(message).toMatch(sentence)
    expect(message).toContain(`base, which above needs, could not be fetched from ${twin.folder}: `)
  })

  test('is missing with the place, where not even the list of packages comes', async () => {
    answerWith('/lock.json', (response) => response.destroy())
    const { found } = await load({ imports: ['above'] })
    expect(found.ok && found.missing[0]?.message).toContain(
      `The list of packages could not be fetched from ${twin.url}`,
    )
  })

  test('is fetched once, and had from the cache when its source is gone', async () => {
    const loader = createLoader(createCaches())
    await load({ imports: ['above'] }, { loader })
    const before = twin.requests.length
    await load({ imports: ['above'] }, { loader })
    expect(twin.requests).toHaveLength(before)
    await twin.stop()
    expect(namesOf((await load({ imports: ['above'] }, { loader })).found)).toEqual([
      base.fileName,
      above.fileName,
    ])
  })

  test('is fetched again where the cache holds something else under its name', async () => {
    const storage = createCaches()
    await (
      await storage.open('any')
    ).put(`/packages/by-sha256/${native.sha256}`, new Response('something else'))
    expect(namesOf((await load({ imports: ['native'] }, { loader: createLoader(storage) })).found)).toEqual([
      native.fileName,
    ])
    expect(twin.requests).toContain(`/full/${native.fileName}`)
  })

  test('is not fetched on when it is stopped, on the wire neither', async () => {
    answerWith(`/full/${base.fileName}`, (response) => {
      response.writeHead(200, { 'content-length': 1_000_000 })
      response.write('begun')
    })
    const stopping = new AbortController()
    const loading = load({ imports: ['above'] }, { signal: stopping.signal })
    await expect.poll(() => twin.requests).toContain(`/full/${base.fileName}`)
    stopping.abort(new DOMException('stopped', 'AbortError'))
    await expect(loading).rejects.toThrow('stopped')
    await expect.poll(() => twin.aborted).toContain(`/full/${base.fileName}`)
  })
})

describe('what a script requires', () => {
  test('is the newest that fits, with what it needs for this Python and nothing else', async () => {
    expect(namesOf(await meet('Top'))).toEqual([
      native.fileName,
      'top-2.0-py3-none-any.whl',
      'deep_dep-1.5-py3-none-any.whl',
    ])
    expect(twin.requests.join()).not.toContain('never')
  })

  test.each<[string[], string[]]>([
    [['top<2'], ['top-1.0']],
    [
      ['top==2.*', 'deep.dep==1.5'],
      ['native-2.4.6', 'top-2.0', 'deep_dep-1.5'],
    ],
    [['top>=3.0rc1'], ['top-3.0rc1']],
    [['top[more]'], ['native-2.4.6', 'top-2.0', 'deep_dep-1.5', 'with_extra-1.0']],
    [['one'], ['one-1.0', 'shared-1.0', 'two-1.0']],
    [['circle'], ['circle-1.0', 'circle_back-1.0']],
    [['yanked'], ['yanked-1.0']],
    [['yanked==2.0'], ['yanked-2.0']],
    [['above'], ['base-1.0', 'above-1.0']],
    [['above>1'], ['above-9.0']],
    [['with-extra; sys_platform == "win32"'], []],
  ])('%j is met by %j', async (requirements, stems) => {
    const names = namesOf(await meet(...requirements))
    expect(names.map((name) => name.split('-').slice(0, 2).join('-')).toSorted()).toEqual(stems.toSorted())
  })

  test('and imports in another version is there once', async () => {
    const { found } = await load({ code: '# requirements: above>1', imports: ['above'] })
    expect(namesOf(found).filter((name) => name.startsWith('above'))).toEqual(['above-9.0-py3-none-any.whl'])
  })

  test.each<[string, RegExp]>([
    ['no-such-project', /^There is no project no-such-project at http.*\/simple\//],
    ['source-only', /^source-only has no wheel of pure Python.*\/simple\//],
    ['compiled', /^compiled has no wheel of pure Python/],
    ['old', /^old has no wheel of pure Python for this version/],
    ['top>9', /^No wheel of top at .* is >9 \(the script\)\./],
    ['native<2', /^native has no wheel.*This Pyodide itself has native 2\.4\.6/],
    ['three', /^No wheel of shared at .* is >=2 \(three\), <2 \(two\)\./],
    ['forged', /forged 1\.0 could not be fetched .*SHA-256 is another/],
    ['elsewhere', /^elsewhere has no wheel/],
    ['up-and-out', /^up-and-out has no wheel/],
    ['unhashed', /^unhashed has no wheel/],
    [
      'asks-for-address',
      /^asks-for-address 1\.0 needs "evil @ https:\/\/evil\.invalid\/evil\.whl", which cannot be met here/,
    ],
    ['../escape', /^"\.\.\/escape" is no requirement/],
    ['evil @ https://evil.invalid/evil.whl', /is no requirement that can be met here/],
    ['https://evil.invalid/evil.whl', /is no requirement that can be met here/],
    ['-r /etc/passwd', /is no requirement that can be met here/],
    ['top --index-url https://evil.invalid', /is no requirement that can be met here/],
    ['top=>1', /is no requirement that can be met here/],
  ])('but cannot be had stops the run before it begins: %s', async (requirement, sentence) => {
    const found = await meet(requirement)
    expect(found.ok ? 'met' : found.message).toMatch(sentence)
  })

  test('and is known from before is had without the index', async () => {
    const loader = createLoader(createCaches())
    const code = '# requirements: top'
    const { found } = await load({ code }, { loader })
    await twin.stop()
    expect(namesOf((await load({ code }, { loader })).found)).toEqual(namesOf(found))
  })

  test('cannot be had offline, and the sentence names the index', async () => {
    const loader = createLoader()
    await load({ imports: ['above'] }, { loader })
    await twin.stop()
    const { found } = await load({ code: '# requirements: top' }, { loader })
    expect(found).toMatchObject({ ok: false })
    expect(found.ok ? '' : found.message).toContain(
      `top could not be fetched from ${twin.index.index}: nothing answers there`,
    )
  })
})
