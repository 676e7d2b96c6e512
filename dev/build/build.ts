/** `npm run build`: the app in dist/, built when it has changed, as `npm start` has it. */
import { buildApp } from '../../server/buildApp.ts'
import { viteVariables } from '../../server/viteVariables.ts'

await buildApp(await viteVariables('production'), console.log)
