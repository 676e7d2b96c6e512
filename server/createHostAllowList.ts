/** Decides by its Host header whether a request is meant for us: a foreign name would be a page that rebinds its DNS to here. */

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

interface HostOptions {
  /** What the server listens on. */
  readonly host: string
  readonly port: number
  /** Further names, as `name` or `name:port`; those a proxy in front is reached by. */
  readonly allowedHosts?: readonly string[] | undefined
}

/** Gives the check. Our own names are allowed with our port alone, a further name with any port unless it names one. */
export function createHostAllowList({
  host,
  port,
  allowedHosts = [],
}: HostOptions): (header: string | undefined) => boolean {
  const own = [...loopbackNames, bracketed(host)].map((name) => `${name}:${port}`)
  const exact = new Set([...own, ...allowedHosts].map((name) => name.toLowerCase()))
  // Browsers leave the default port out.
  if (port === 80) for (const name of [...loopbackNames, bracketed(host)]) exact.add(name.toLowerCase())
  return (header) => {
    if (header === undefined) return false
    const name = header.toLowerCase()
    return exact.has(name) || exact.has(name.replace(/:\d+$/, ''))
  }
}

const bracketed = (host: string) => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host)
