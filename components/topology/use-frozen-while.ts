'use client'

import { useState } from 'react'

/** `value`, but the one from before while `isFrozen`: what is dragged must not move under the hand. */
export function useFrozenWhile<T>(isFrozen: boolean, value: T): T {
  const [shown, setShown] = useState(value)
  if (!isFrozen && shown !== value) {
    setShown(value)
    return value
  }
  return shown
}
