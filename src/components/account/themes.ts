/** The themes with their names and icons. */
import { Monitor, Moon, Sun } from 'lucide-react'

export const themes = [
  { theme: 'system', name: 'System', Icon: Monitor },
  { theme: 'light', name: 'Light', Icon: Sun },
  { theme: 'dark', name: 'Dark', Icon: Moon },
] as const
