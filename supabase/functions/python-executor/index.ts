/**
 * python-executor: runs a script on the server, for callers that cannot or do not want to run it in a
 * browser.
 */
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
