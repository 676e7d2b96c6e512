/** The page's first module, small: Python is on its way before the app itself is read. */
import { firstWorker } from './loadPython.ts'
import './styles.css'

/**
 * Reading the app takes this thread for long, and Python's files could not be handed on meanwhile.
 * From the browser's cache they are there sooner than this; over a network nobody waits for them.
 */
const patienceMs = 100

const moment = new Promise((resolve) => setTimeout(resolve, patienceMs))
void Promise.race([firstWorker.handedOver, moment]).then(() => import('./main.tsx'))
