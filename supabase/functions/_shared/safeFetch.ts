/** Fetches a page from an untrusted address, with SSRF protection: only the public internet is reachable. */
import { lookup } from 'node:dns/promises'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import ipaddr from 'ipaddr.js'
import { AppError } from '../../../contract/errors.ts'
import { hostOf } from '../../../contract/run/hosts.ts'
import { isLoopbackAddress, isPrivateAddress, isPublicAddress } from './isPublicAddress.ts'
import { requestAddress, type Sent } from './requestAddress.ts'

const maxRedirects = 5
const maxBytes = 2_000_000
const maxMilliseconds = 15_000
/** Addresses of one name that are tried before the request fails. */
const maxAddresses = 3

/**
 * The bad ports above 1023 of https://fetch.spec.whatwg.org/#port-blocking. Below 1024, only 80 and 443 are
 * allowed.
 */
const refusedPorts = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
])

export interface SafeFetchOptions {
  readonly signal: AbortSignal
  /** `host:port` pairs of the URL that may be on this machine. Empty except in tests. */
  readonly allowHosts?: readonly string[]
  /** Allows addresses of this machine and of private networks. Default false. */
  readonly allowsPrivate?: boolean
  /** Whether redirects may lead to another host. Default true. */
  readonly followsHosts?: boolean
  /** Resolves a name to all of its addresses. Default: the system's resolver. */
  readonly resolve?: (name: string) => Promise<readonly string[]>
}

export interface FetchedPage {
  /** The address after redirects. */
  readonly url: string
  readonly status: number
  readonly contentType: string
  readonly body: Uint8Array<ArrayBuffer>
}

/**
 * GETs a page: at most 5 redirects, 2 MB after decompression and 15 s. Every hop must be a public address.
 * Sends no cookies and no credentials. Any HTTP status is an answer, not an error.
 *
 * @throws AppError `address-refused`, `redirect-refused`, `upstream-failed`, `response-too-large` or
 *   `tool-timed-out`. The signal's reason if aborted.
 */
export async function safeFetch(address: string, options: SafeFetchOptions): Promise<FetchedPage> {
  const deadline = AbortSignal.timeout(maxMilliseconds)
  const signal = AbortSignal.any([options.signal, deadline])
  let url = readUrl(address)
  try {
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const addresses = await orAborted(checkedAddresses(url, options), signal)
      const response = await requestFirst(url, addresses, signal)
      const { location } = response.headers
      if (isRedirect(response.statusCode) && location !== undefined) {
        response.destroy()
        const next = readUrl(location, url)
        if (options.followsHosts === false && hostOf(next.href) !== hostOf(url.href)) {
          const sentence = `${url.host} redirects to another host. Ask for ${next.href.slice(0, 2048)} itself.`
          throw new AppError('redirect-refused', sentence)
        }
        url = next
        continue
      }
      return {
        url: url.href,
        status: response.statusCode ?? 0,
        contentType: response.headers['content-type'] ?? '',
        body: await orAborted(readBody(response), signal),
      }
    }
  } catch (fault) {
    if (fault instanceof AppError || options.signal.aborted) throw fault
    if (deadline.aborted) {
      const sentence = `${url.host} did not answer in full within ${maxMilliseconds / 1000} s. Try again later.`
      throw new AppError('tool-timed-out', sentence)
    }
    throw new AppError('upstream-failed', `${url.host} cannot be reached${reasonOf(fault)}.`)
  }
  throw new AppError(
    'upstream-failed',
    `${address} redirects more than ${maxRedirects} times, so it is not fetched.`,
  )
}

const isRedirect = (status: number | undefined): boolean =>
  status !== undefined && [301, 302, 303, 307, 308].includes(status)

export function readUrl(address: string, base?: URL): URL {
  if (!URL.canParse(address, base)) throw new AppError('address-refused', `${address} is not an address.`)
  const url = new URL(address, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AppError('address-refused', `Only http and https addresses are fetched, not ${url.protocol}`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new AppError('address-refused', 'Addresses with a user name or password in them are not fetched.')
  }
  return url
}

/**
 * Resolves the URL's host to at most 3 addresses, all of them checked.
 *
 * @throws AppError `address-refused` if any address of the host is not public, or if the port is not a web
 *   port.
 */
export async function checkedAddresses(
  url: URL,
  options: Pick<SafeFetchOptions, 'allowHosts' | 'allowsPrivate' | 'resolve'>,
): Promise<readonly string[]> {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  if ((port < 1024 && port !== 80 && port !== 443) || refusedPorts.has(port)) {
    throw new AppError('address-refused', `Port ${port} is not a web port, so the address is not fetched.`)
  }
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = ipaddr.isValid(name) ? [name] : await (options.resolve ?? resolveName)(name)
  const isAllowedHost = (options.allowHosts ?? []).includes(`${url.hostname}:${port}`)
  const mayReach = (one: string): boolean =>
    isPublicAddress(one) ||
    (isAllowedHost && isLoopbackAddress(one)) ||
    (options.allowsPrivate === true && isPrivateAddress(one))
  if (addresses.length === 0 || !addresses.every(mayReach)) {
    throw new AppError('address-refused', `${url.host} is not on the public internet, so it is not fetched.`)
  }
  // IPv4 first: DNS may return IPv6 addresses to a machine without IPv6.
  return addresses
    .toSorted((a, b) => Number(a.includes(':')) - Number(b.includes(':')))
    .slice(0, maxAddresses)
}

async function resolveName(name: string): Promise<string[]> {
  // Not every resolver knows names under localhost: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
  if (/(?:^|\.)localhost\.?$/.test(name)) return ['127.0.0.1']
  return (await lookup(name, { all: true })).map((entry) => entry.address)
}

export async function requestFirst(
  url: URL,
  addresses: readonly string[],
  signal: AbortSignal,
  sent?: Sent,
): Promise<IncomingMessage> {
  let fault: unknown
  for (const address of addresses) {
    try {
      return await requestAddress(url, address, signal, sent)
    } catch (error) {
      fault = error
      if (signal.aborted) break
    }
  }
  throw fault
}

async function readBody(response: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of decompressed(response)) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) {
        throw new AppError(
          'response-too-large',
          `The page is larger than ${maxBytes / 1e6} MB, so it is not read.`,
        )
      }
      chunks.push(chunk)
    }
  } finally {
    response.destroy()
  }
  const body = new Uint8Array(bytes)
  let offset = 0
  for (const chunk of chunks) {
    body.set(chunk, offset)
    offset += chunk.byteLength
  }
  return body
}

function decompressed(response: IncomingMessage): Readable {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity' || encoding === '') return response
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new AppError('upstream-failed', `The page uses a compression that was not requested (${encoding}).`)
  }
  const gunzip = createGunzip()
  response.on('error', (error) => gunzip.destroy(error))
  return response.pipe(gunzip)
}

/** Settles like the promise, or rejects with the signal's reason if that comes first. */
export function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Node's error code only: its message may contain addresses of the internal network. */
export function reasonOf(fault: unknown): string {
  const code = typeof fault === 'object' && fault !== null && 'code' in fault ? fault.code : undefined
  if (code === 'ENOTFOUND') return ': no host has this name'
  return typeof code === 'string' ? ` (${code})` : ''
}
