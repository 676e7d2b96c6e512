/** Names a tool call by its content, so that equal calls of two runs can be matched. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'

/** SHA-256 in hex over the tool's name and its arguments as canonical JSON (RFC 8785): key order does not matter. */
export function callKey(tool: string, toolArguments: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(`${tool}\n${canonicalize(toolArguments) ?? ''}`)))
}
