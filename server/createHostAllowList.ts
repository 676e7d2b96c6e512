/** Decides by its Host header whether a request is meant for us: a foreign name would be a page that rebinds its DNS to here. */
import { networkInterfaces } from 'node:os'

interface HostOptions {
  /** What the server listens on. */
  readonly host: string
  readonly port: number
  /** Further names, as `name` (with any port or none) or `name:port`; those a proxy in front is reached by. */
  readonly allowedHosts?: readonly string[] | undefined
}

/** Gives the check. Loopback names and the addresses that are listened on are allowed, with our port. */
export function createHostAllowList({
  host,
  port,
  allowedHosts = [],
}: HostOptions): (header: string | undefined) => boolean {
  const own = ['localhost', '127.0.0.1', '[::1]', ...addressesOf(host).map(bracketed)]
  const exact = new Set(own.map((name) => `${name}:${port}`.toLowerCase()))
  // Browsers leave the default port out.
  if (port === 80) for (const name of own) exact.add(name.toLowerCase())
  const further = new Set(allowedHosts.map((name) => name.toLowerCase()))
  return (header) => {
    const name = header?.toLowerCase() ?? ''
    return exact.has(name) || further.has(name) || further.has(name.replace(/:\d+$/, ''))
  }
}

/** The wildcards mean every address of this machine. No page can rebind to an address: only names can be. */
function addressesOf(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const found = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  return [host, ...found.map((entry) => entry.address)]
}

const bracketed = (host: string) => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host)
