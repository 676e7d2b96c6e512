/** Fetches a plan's files concurrently and reports progress. */
import pLimit from 'p-limit'
import { AppError } from '../../../contract/errors.ts'
import type { PackageProgress } from '../../../contract/run/packageLoading.ts'
import type { PackageStore } from './createPackageStore.ts'
import type { Wheel } from './planPackages.ts'

const downloadsAtOnce = 6

interface FetchOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: PackageProgress) => void
}

/** Fetches wheels. @returns bytes or error by URL. @throws the signal's reason if aborted. */
export async function fetchWheels(
  wheels: readonly Wheel[],
  store: PackageStore,
  { signal, onProgress }: FetchOptions,
): Promise<ReadonlyMap<string, ArrayBuffer | AppError>> {
  const byUrl = new Map(wheels.map((wheel) => [wheel.url, wheel]))
  const shares = new Map<string, number>()
  const tell = ({ url }: Wheel, share: number) => {
    shares.set(url, share)
    const whole = [...shares.values()].reduce((sum, each) => sum + each, 0) / byUrl.size
    const underWay = [...byUrl.values()].find((each) => (shares.get(each.url) ?? 0) < 1)
    onProgress({ name: underWay?.name ?? null, share: whole })
  }
  async function fetchOne(wheel: Wheel): Promise<[string, ArrayBuffer | AppError]> {
    signal.throwIfAborted()
    tell(wheel, 0)
    try {
      return [wheel.url, await store.get(wheel, signal, (share) => tell(wheel, share))]
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return [wheel.url, error]
    } finally {
      tell(wheel, 1)
    }
  }
  const inTurn = pLimit(downloadsAtOnce)
  return new Map(await Promise.all([...byUrl.values()].map((wheel) => inTurn(() => fetchOne(wheel)))))
}
