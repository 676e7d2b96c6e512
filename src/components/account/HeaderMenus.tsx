/** The theme and account menus at the right of the header. */
import { AccountMenu } from './AccountMenu.tsx'
import { ThemeMenu } from './ThemeMenu.tsx'

export function HeaderMenus() {
  return (
    <>
      <ThemeMenu />
      <AccountMenu />
    </>
  )
}
