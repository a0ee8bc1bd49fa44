import { useState } from 'react'

/**
 * For what is mounted to open it: gives the focus back, as it closes, to what had it in the first render. Later would be too late,
 * a field may take it with autoFocus.
 */
export function useOpener(): (event: Event) => void {
  const [opener] = useState(() => document.activeElement)
  return (event) => {
    event.preventDefault()
    if (opener instanceof HTMLElement && opener.isConnected && isNowhere()) opener.focus()
  }
}

/** What it opened in its place may have the focus already. */
const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body
