'use client'

import type { Guest } from '@/lib/core/model/libvirt'
import { ChoiceRow } from './form-fields'

/** Which definition of a guest changes. What a guest does not have cannot be chosen. */
export function ScopeRow({ guest }: { guest: Guest | undefined }) {
  const isRunning = guest !== undefined && guest.state !== 'shut off' && guest.state !== 'crashed'
  const notRunning = guest === undefined || isRunning ? null : `${guest.name} does not run`
  const notStored = guest?.isPersistent === false ? `${guest.name} is not stored: it exists only while it runs` : null
  return (
    <ChoiceRow<{ scope: string }>
      name="scope"
      label="In force"
      choices={[
        { value: 'both', label: 'now and later', detail: 'what runs and what is stored, as far as there is both' },
        { value: 'running', label: 'now only', detail: 'gone when the guest is stopped', reason: notRunning },
        { value: 'stored', label: 'later only', detail: "with the guest's next start", reason: notStored },
      ]}
    />
  )
}
