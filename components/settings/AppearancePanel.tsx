'use client'

import { THEME_NAMES, useTheme } from '@/components/shell/use-theme'
import { Panel } from '@/components/ui/Panel'
import { Segmented } from '@/components/ui/Segmented'
import { THEMES } from '@/lib/client/theme'

export function AppearancePanel() {
  const [theme, setTheme] = useTheme()
  return (
    <Panel title="Appearance" lead="Kept in this browser.">
      <div>
        <Segmented
          label="Theme"
          segments={THEMES.map((id) => ({ id, label: THEME_NAMES[id] }))}
          value={theme}
          onChange={setTheme}
        />
      </div>
    </Panel>
  )
}
