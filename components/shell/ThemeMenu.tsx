'use client'

import { Icon } from '@/components/ui/Icon'
import { iconButtonClass } from '@/components/ui/IconButton'
import { Menu } from '@/components/ui/Menu'
import { THEMES } from '@/lib/client/theme'
import { THEME_ICONS, THEME_NAMES, useTheme } from './use-theme'

export function ThemeMenu() {
  const [theme, setTheme] = useTheme()
  return (
    <div className="max-md:hidden">
      <Menu
        name="Theme"
        trigger={<Icon name={THEME_ICONS[theme]} size={14} />}
        triggerClass={iconButtonClass}
        items={THEMES.map((choice) => ({
          id: choice,
          label: THEME_NAMES[choice],
          isChecked: choice === theme,
          onSelect: () => setTheme(choice),
        }))}
      />
    </div>
  )
}
