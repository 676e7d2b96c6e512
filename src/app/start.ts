/** The page's first module. It is small, so that Python starts loading before the app is parsed. */
import './loadPython.ts'
import './styles.css'

void import('./main.tsx')
