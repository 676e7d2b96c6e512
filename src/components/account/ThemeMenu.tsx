/** The theme as a menu in the header: light, dark, or as the system. */
import { usePreferences } from '../../hooks/usePreferences.ts'
import { Button } from '../ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from '../ui/dropdown-menu.tsx'
import { themes } from './themes.ts'

export function ThemeMenu() {
  const { preferences, update } = usePreferences()
  const current = themes.find(({ theme }) => theme === preferences.theme) ?? themes[0]
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Theme" title={`Theme: ${current.name}`}>
          <current.Icon aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuRadioGroup
          value={current.theme}
          onValueChange={(value) => {
            const chosen = themes.find(({ theme }) => theme === value)
            if (chosen) update({ theme: chosen.theme })
          }}
        >
          {themes.map(({ theme, name, Icon }) => (
            <DropdownMenuRadioItem key={theme} value={theme}>
              <Icon aria-hidden /> {name}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
