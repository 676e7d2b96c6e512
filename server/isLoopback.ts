/** Tells whether an address or host name means this machine. */

/** For the peer address of a connection, in Node's format. */
export const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && (address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address))

/** For a host name from a person or a browser. Names are not resolved. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || isLoopbackAddress(host)

/**
 * True if everybody who reaches the server is at this machine: with other allowed names, a proxy in front brings other
 * people's requests.
 */
export const servesThisMachineAlone = (host: string, allowedHosts: readonly string[]): boolean =>
  isLoopbackHost(host) && allowedHosts.length === 0
