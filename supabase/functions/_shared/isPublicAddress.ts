/** Decides whether an IP address is on the public internet (SSRF protection). */
import ipaddr from 'ipaddr.js'

/**
 * The only IPv6 block with global unicast addresses. Outside it are ::127.0.0.1 and other IPv4-compatible
 * forms.
 */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * False for private, loopback, link-local, reserved and multicast addresses. Also false for every IPv6 form
 * that embeds an IPv4 address (mapped, NAT64, 6to4, Teredo), and for text that is not an address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(globalIpv6)
}

/** True for an address of this machine. */
export const isLoopbackAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback'

/**
 * Loopback, and home, office and overlay networks. Without link-local: clouds serve credentials at
 * 169.254.169.254.
 */
const privateRanges: ReadonlySet<string> = new Set(['loopback', 'private', 'carrierGradeNat', 'uniqueLocal'])

/** True for this machine and private networks. False for IPv6 forms that embed an IPv4 address. */
export const isPrivateAddress = (address: string): boolean =>
  ipaddr.isValid(address) && privateRanges.has(ipaddr.parse(address).range())
