/** How the runner has packages fetched for a script, before it begins. */
import type { Packages } from './workerProtocol.ts'

/** What a script needs beside it: the modules it imports, which Python named, and its own text with its requirements. */
export interface WantedPackages {
  readonly code: string
  readonly imports: readonly string[]
}

export interface PackageProgress {
  /** The package that is on its way; null while it is found out which there are. */
  readonly name: string | null
  /** How much of all is there, 0 to 1. */
  readonly share: number
}

/** `message` says which requirement cannot be had, where it was asked for, and what to do. */
export type PackagesFound =
  | ({ readonly ok: true } & Packages)
  | { readonly ok: false; readonly message: string }

/** Fetches what a script needs, from wherever the person chose. Rejects with the signal's reason when aborted. */
export type LoadPackages = (
  wanted: WantedPackages,
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: PackageProgress) => void },
) => Promise<PackagesFound>
