'use client'

import type { ButtonHTMLAttributes } from 'react'
import { Icon } from './Icon'
import type { IconName } from './Icon'
import { useTip } from './use-tip'

/** The name is required: the picture says nothing to those who do not see it, and is shown as a tip to those who do. */
type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> & { icon: IconName; name: string }

export const iconButtonClass =
  'relative grid size-control flex-none place-items-center rounded-node text-fg-2 hover:bg-surface-3 hover:text-fg disabled:cursor-not-allowed disabled:opacity-55'

export function IconButton({ icon, name, className = '', ...rest }: Props) {
  const { events, tip } = useTip(name)
  return (
    <button type="button" {...events} {...rest} aria-label={name} className={`${iconButtonClass} ${className}`}>
      <Icon name={icon} size={14} />
      {tip}
    </button>
  )
}
