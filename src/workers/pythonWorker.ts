/** The browser's Python worker: its entry, and nothing else. */
import { servePython } from '../../run/worker/servePython.ts'

servePython()
