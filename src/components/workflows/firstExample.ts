/** What a first visit begins with. Of the library it alone is part of the first load. */
import helloWorld from '../../../workflows/hello_world.py?raw'
import { parseWorkflow } from '../../../lib/parseWorkflow.ts'

export const firstExample = parseWorkflow('hello_world.py', helloWorld)
