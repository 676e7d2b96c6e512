/** Takes the time zones for Python's `zoneinfo` out of the wheel of PyPI's package tzdata, which lies beside this file unchanged. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { unzipSync, zipSync } from 'fflate'

/** To update: `pip download tzdata` here, then change the name. */
const wheel = 'tzdata-2026.6-py2.py3-none-any.whl'

/** The same data once more, as text: a third of everything. */
const leftOut = 'tzdata/zoneinfo/tzdata.zi'

/** Files of python/tzdata by name: the list of all zones, and a zip of everything else. */
export async function packTimeZones(): Promise<(readonly [name: string, content: Uint8Array])[]> {
  const { 'tzdata/zones': zones, ...files } = unzipSync(
    await readFile(path.join(import.meta.dirname, wheel)),
    { filter: ({ name }) => name.startsWith('tzdata/zone') && name !== leftOut },
  )
  if (!zones) throw new Error(`${wheel} has no list of time zones.`)
  // Most zones are equal to others. Uncompressed and side by side, the zip around them compresses them to a quarter of the wheel.
  const inOrder = Object.entries(files).toSorted(([, one], [, other]) => Buffer.compare(one, other))
  const zip = zipSync(Object.fromEntries(inOrder), { level: 0, mtime: new Date(2020, 0, 1) })
  return [
    ['tzdata/zones', zones],
    ['tzdata/zoneinfo.zip', zip],
  ]
}
