import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Icon } from './Icon'
import type { IconName } from './Icon'
import { Spinner } from './Spinner'

export type ButtonTone = 'plain' | 'primary' | 'quiet' | 'danger'

const TONES: Record<ButtonTone, string> = {
  plain: 'border-line-2 bg-surface-2 text-fg hover:bg-surface-3',
  primary: 'border-accent bg-accent font-strong text-accent-ink hover:brightness-110',
  quiet: 'border-line-2 bg-transparent text-fg hover:bg-surface-3',
  danger: 'border-err bg-transparent text-err hover:bg-err-wash',
}

/** The look of a button, for links that lead to an act ("Add host"). */
export const buttonClass = (tone: ButtonTone = 'plain', size: 'normal' | 'large' = 'normal'): string =>
  `inline-flex flex-none items-center justify-center gap-1.5 rounded-node border px-3 whitespace-nowrap transition-colors duration-(--m-fast) ${
    size === 'large' ? 'h-9 text-13 max-md:h-touch' : 'h-control text-12 max-md:text-13'
  } ${TONES[tone]} aria-pressed:border-accent aria-pressed:bg-accent-wash disabled:cursor-not-allowed disabled:opacity-55`

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  tone?: ButtonTone
  size?: 'normal' | 'large'
  icon?: IconName
  /** Shows that the act is under way and takes no second click; the button keeps its name and focus. */
  isBusy?: boolean
  children: ReactNode
}

export function Button({ tone, size, icon, isBusy = false, children, className = '', onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault()
        else onClick?.(event)
      }}
      className={`${buttonClass(tone, size)} ${className}`}
    >
      {isBusy ? <Spinner /> : icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  )
}
