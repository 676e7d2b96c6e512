/** Checks a request's Host header, against DNS rebinding by foreign pages. */
import { networkInterfaces } from 'node:os'

interface HostOptions {
  /** The address that the server listens on. */
  readonly host: string
  readonly port: number
  /**
   * Additional names, such as those of a proxy. `name` allows any port or none, `name:port` only that port.
   */
  readonly allowedHosts?: readonly string[] | undefined
}

/**
 * @returns The check. It also allows loopback names and the addresses that the server listens on, with its
 *   port.
 */
export function createHostAllowList({
  host,
  port,
  allowedHosts = [],
}: HostOptions): (header: string | undefined) => boolean {
  const own = ['localhost', '127.0.0.1', '[::1]', ...addressesOf(host).map(bracketed)]
  const exact = new Set(own.map((name) => `${name}:${port}`.toLowerCase()))
  // Browsers omit the default port.
  if (port === 80) for (const name of own) exact.add(name.toLowerCase())
  const further = new Set(allowedHosts.map((name) => name.toLowerCase()))
  return (header) => {
    const name = header?.toLowerCase() ?? ''
    return exact.has(name) || further.has(name) || further.has(name.replace(/:\d+$/, ''))
  }
}

/** A wildcard means every address of this machine. Addresses are safe to allow: only names can be rebound. */
function addressesOf(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const found = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  return [host, ...found.map((entry) => entry.address)]
}

const bracketed = (host: string) => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host)
