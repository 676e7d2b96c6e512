/** Identifies the sender of a request, to limit attempts and connections. Not for granting anything. */
import type { IncomingMessage } from 'node:http'
import { isLoopbackAddress } from './isLoopback.ts'

/**
 * @param isBehindProxy Believe the last entry of X-Forwarded-For, which the nearest proxy writes, if the connection comes
 *   from this machine. A client can forge it only if the proxy passes it on, and then evades the limits of one peer alone.
 * @returns An IPv4 address, or the first half of an IPv6 address: one home has all the addresses of the second.
 */
export function peerOf({ headers, socket }: IncomingMessage, isBehindProxy: boolean): string {
  const address = socket.remoteAddress ?? ''
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim() ?? ''
  const isForwarded = isBehindProxy && isLoopbackAddress(address) && forwarded !== ''
  return network((isForwarded ? forwarded : address).slice(0, 100))
}

function network(address: string): string {
  const plain = address.replace(/^::ffff:/i, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length)
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...rest].slice(0, 4).join(':')
}
