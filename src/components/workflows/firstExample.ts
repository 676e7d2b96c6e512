/** The example that a first visit opens. */
import helloWorld from '../../../workflows/hello_world.py?raw'
import { parseWorkflow } from '../../../lib/parseWorkflow.ts'

/** The only example in the first load; the rest of the library is loaded lazily. */
export const firstExample = parseWorkflow('hello_world.py', helloWorld)
