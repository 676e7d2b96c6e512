/** python-executor: runs a script on the server, for callers without a browser and for people whose browser is elsewhere. */
import { pythonExecutorFunction } from '../../../contract/run/pythonExecutor.ts'
import { servePost } from '../_shared/servePost.ts'
import { createExecutor } from './createExecutor.ts'
import { readSettings } from './readSettings.ts'

const service = Deno.env.get('EXECUTOR_URL')

export default {
  fetch: servePost(
    pythonExecutorFunction,
    createExecutor({ ...readSettings(), service: service === '' ? undefined : service }),
  ),
}
