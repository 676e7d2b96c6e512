/** What Python starts from, built without the app: for the container that runs scripts (Dockerfile). */
import { buildPythonAssets } from './buildPythonAssets.ts'

await buildPythonAssets()
