/** How long the tick stays: long enough to be seen, short enough to copy again. */
export const COPIED_MS = 1_500

/** False where the page may not write the clipboard: navigator.clipboard exists in secure contexts only. */
export async function copyText(text: string): Promise<boolean> {
  const clipboard: Clipboard | undefined = navigator.clipboard
  if (clipboard === undefined) return false
  return clipboard.writeText(text).then(
    () => true,
    () => false,
  )
}
