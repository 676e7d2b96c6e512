/** Whether an address or a host's name means this very machine. */

/** For the peer of a connection, as Node writes it. */
export const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && (address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address))

/** For a name that a person or a browser wrote; no name is looked up. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || isLoopbackAddress(host)
