import { sharedBackend } from '../../dev/test/sharedBackend.ts'
import { tryRowSecurity } from './rowSecurityMatrix.ts'

tryRowSecurity('embedded', async () => sharedBackend)
