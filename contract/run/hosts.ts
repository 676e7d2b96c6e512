/** Hosts of web pages: which ones a text names, and whether an address belongs to one. */

/** Names of files look like hosts, and some of their endings are top-level domains. */
const fileEnding = /\.(?:md|py|sh|rs|pl|zip|mov|ps|cc|so)$/i
const named =
  /https?:\/\/[\p{L}\p{M}\p{N}.:@%[\]-]{1,300}|(?<![\w@.-])(?:[\p{L}\p{M}\p{N}-]{1,63}\.){1,8}(?:xn--[\w-]{1,59}|\p{L}[\p{L}\p{M}]{1,23})(?::\d{1,5})?(?![\w@-])/giu

/**
 * The hosts that a text names, by address or by name alone, as `hostOf` writes them. Mail addresses and names of files name
 * none. At most the first 200.
 */
export function hostsIn(text: string): readonly string[] {
  const hosts = new Set<string>()
  for (const [found] of text.matchAll(named)) {
    const isAddress = /^https?:\/\//i.test(found)
    if (!isAddress && fileEnding.test(found)) continue
    const address = found.replace(/[.:-]+$/, '')
    const host = hostOf(isAddress ? address : `https://${address}`)
    if (host !== null) hosts.add(host)
    if (hosts.size === mostHosts) break
  }
  return [...hosts]
}

export const mostHosts = 200

/**
 * The host of an http(s) address in ASCII, with its port unless that is the usual one, and without a leading `www.`; null if
 * it is no such address.
 */
export function hostOf(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, host } = new URL(address)
  if (protocol !== 'http:' && protocol !== 'https:') return null
  return host.replace(/^www\.(?=.*\.)/, '')
}
