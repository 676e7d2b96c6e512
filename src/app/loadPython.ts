/** Starts the first Python worker. The module is small, so that nothing delays it. */
import { pythonBase } from 'virtual:python-assets'
import type { MemoryMegabytes } from '../../contract/run/workerProtocol.ts'
import { createAssetLoader } from '../data/createAssetLoader.ts'
import { startPythonWorker } from './startPythonWorker.ts'
import { readStoredMemoryLimit } from '../state/readStoredMemoryLimit.ts'

const indexUrl = new URL(pythonBase, document.baseURI).href

export const loadAssets = createAssetLoader(indexUrl)

export const startWorker = (memory: MemoryMegabytes) => startPythonWorker(indexUrl, loadAssets, memory)

export const firstWorker = startWorker(readStoredMemoryLimit())
