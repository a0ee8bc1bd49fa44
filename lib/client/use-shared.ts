import { useState } from 'react'
import { replaceEqualDeep } from '../core/model/replace-equal-deep'

/** `value`, with every part that equals the one before being that very one: a memo on an unchanged part holds. */
export function useShared<T>(value: T): T {
  const [last, setLast] = useState({ value, shared: value })
  if (last.value === value) return last.shared
  const shared = replaceEqualDeep(last.shared, value)
  setLast({ value, shared })
  return shared
}
