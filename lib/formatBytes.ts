/** Writes an amount of data as people say it. */

/** Decimal units: '1 byte', '999 bytes', '1.2 KB', '600 KB', '12 MB'. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  if (bytes < 999_500) return `${rounded(bytes / 1_000)} KB`
  return bytes < 999_500_000 ? `${rounded(bytes / 1_000_000)} MB` : `${rounded(bytes / 1_000_000_000)} GB`
}

const rounded = (amount: number): string => (amount < 9.95 ? amount.toFixed(1) : amount.toFixed(0))
