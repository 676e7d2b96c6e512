/** `npm run invite`: prints a link by which one person can create an account. */
import { createInvitation, invitationPath } from './invitations.ts'
import { loadKeys } from './keys.ts'
import { reachableHost } from './openServer.ts'
import { readSettings } from './readSettings.ts'

const { host, port, allowedHosts, dataDirectory } = readSettings(process.env)
const [name] = allowedHosts
const isAnyAddress = host === '0.0.0.0' || host === '::'
const address = name === undefined ? `http://${reachableHost(host)}:${port}` : `https://${name}`
console.log(`${address}${invitationPath}${await createInvitation(loadKeys(dataDirectory))}`)
console.log('One person can create an account by it, within 7 days.')
if (isAnyAddress && name === undefined)
  console.log('Replace 127.0.0.1 by the name or address of this machine.')
