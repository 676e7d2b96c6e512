/** Decides whether an IP address belongs to the public internet, so that no function can be sent elsewhere. */
import ipaddr from 'ipaddr.js'

/** The only block that IANA hands out to sites; outside it lie ::127.0.0.1 and other old disguises of IPv4. */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * False for private, loopback, link-local, reserved and multicast addresses, for every IPv6 form that carries an
 * IPv4 address (mapped, NAT64, 6to4, Teredo), and for what is no address at all.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(globalIpv6)
}

/** Whether it is this machine's own address. */
export const isLoopbackAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback'

/** This machine's own, and those of home, office and overlay networks. Not link-local ones: clouds keep secrets there. */
const privateRanges: ReadonlySet<string> = new Set(['loopback', 'private', 'carrierGradeNat', 'uniqueLocal'])

/** Whether it lies on this machine or in a private network. False for IPv6 forms that carry an IPv4 address. */
export const isPrivateAddress = (address: string): boolean =>
  ipaddr.isValid(address) && privateRanges.has(ipaddr.parse(address).range())
