/** The port through which the runner fetches packages for a script, before the script begins. */
import type { Packages } from './workerProtocol.ts'

/** A script and the modules it imports, as Python found them. The code holds its requirements. */
export interface WantedPackages {
  readonly code: string
  readonly imports: readonly string[]
}

export interface PackageProgress {
  /** The package that is downloading; null while requirements are being resolved. */
  readonly name: string | null
  /** Fraction of all bytes that are here, 0 to 1. */
  readonly share: number
}

/** `message` names the requirement that failed, the source that was asked, and the remedy. */
export type PackagesFound =
  | ({ readonly ok: true } & Packages)
  | { readonly ok: false; readonly message: string }

/**
 * Fetches a script's packages from the source that the person chose. @throws the signal's reason if it is
 * aborted.
 */
export type LoadPackages = (
  wanted: WantedPackages,
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: PackageProgress) => void },
) => Promise<PackagesFound>
