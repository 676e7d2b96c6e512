/**
 * Builds the files that Python boots from, without the app: for the container that runs scripts (Dockerfile).
 */
import { buildPythonAssets } from './buildPythonAssets.ts'

await buildPythonAssets()
