/** The page's first module, small: Python is on its way before the app itself is read. */
import './loadPython.ts'
import './styles.css'

void import('./main.tsx')
