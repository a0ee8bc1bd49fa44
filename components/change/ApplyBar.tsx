'use client'

import { useState } from 'react'
import { CheckField } from '@/components/fields/CheckField'
import { FormError } from '@/components/fields/FormError'
import { SelectField } from '@/components/fields/SelectField'
import { TextField } from '@/components/fields/TextField'
import { operatorOnly, useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/Button'
import { CopyTextButton } from '@/components/ui/CopyTextButton'
import { Segmented } from '@/components/ui/Segmented'
import { useApplyChange, useDecideChange } from '@/lib/client/queries/changes'
import type { Change } from '@/lib/contract/changes'
import { addressProblem, defaultManual, manualChoices, toApply } from './apply-request'
import { secondsText } from './countdown'
import { EditAgain } from './EditAgain'

type Props = { change: Change; reasons: ReadonlyMap<string, string> }

const KEEPING = [
  { id: 'auto', label: 'Keep it if it works' },
  { id: 'manual', label: 'I will keep it myself' },
] as const

/** The end of the panel while nothing is done yet: how it is to be kept, and the button. */
export function ApplyBar({ change, reasons }: Props) {
  const { plan, hostName } = change
  const [confirm, setConfirm] = useState<'auto' | 'manual'>('auto')
  const [confirmAddress, setConfirmAddress] = useState(plan.confirm.address ?? '')
  const [manualSeconds, setManualSeconds] = useState(() => defaultManual(plan.timeoutSeconds))
  const [isUnrehearsedAccepted, setUnrehearsedAccepted] = useState(false)
  const apply = useApplyChange(change.id)
  const cancel = useDecideChange(change.id, 'cancel')
  const forbidden = operatorOnly(useMe())
  const { request, missing } = toApply(change, {
    confirm,
    confirmAddress,
    manualSeconds,
    isUnrehearsedAccepted,
    reasons,
  })
  const problem = addressProblem(change, confirmAddress)
  const seconds = confirm === 'auto' ? plan.timeoutSeconds : manualSeconds
  return (
    <div className="flex flex-col gap-2.5 border-t border-line-2 px-4 py-3">
      {(plan.confirm.isNeeded || plan.risk.level === 'R2') && (
        <TextField
          label={`Address of ${hostName} after the change`}
          hint="It is kept only if the host is reached there."
          isMono
          required={plan.confirm.isNeeded}
          value={confirmAddress}
          error={confirmAddress === '' ? undefined : (problem ?? undefined)}
          onChange={(event) => setConfirmAddress(event.target.value)}
        />
      )}
      <Segmented label="Who keeps the change" segments={KEEPING} value={confirm} onChange={setConfirm} />
      {confirm === 'manual' && (
        <SelectField
          label="Time to decide"
          value={manualSeconds}
          onChange={(event) => setManualSeconds(Number(event.target.value))}
        >
          {[...new Set([...manualChoices(plan.timeoutSeconds), manualSeconds])].map((each) => (
            <option key={each} value={each}>
              {secondsText(each)}
            </option>
          ))}
        </SelectField>
      )}
      {plan.risk.level !== 'R0' && (
        <CheckField
          label="Apply it even if its undo cannot be rehearsed"
          hint={`${hostName} tries the undo beforehand where it touches nothing, and refuses what is not proved.`}
          checked={isUnrehearsedAccepted}
          onChange={(event) => setUnrehearsedAccepted(event.target.checked)}
        />
      )}
      <FormError title="It was not applied" error={apply.error ?? cancel.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          size="large"
          icon="lock"
          className="flex-1"
          isBusy={apply.isPending}
          disabled={request === null || forbidden !== null}
          aria-describedby="apply-note"
          onClick={() => request !== null && apply.mutate(request)}
        >
          Apply guarded
        </Button>
        <CopyTextButton text={change.runbook} label="Copy commands" />
      </div>
      <div id="apply-note" className="text-11 text-fg-2">
        {forbidden ??
          (missing.length > 0 ? (
            <ul>
              {missing.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          ) : confirm === 'auto' ? (
            `${hostName} undoes everything by itself unless the console reaches it over a new connection within ${secondsText(seconds)}.`
          ) : (
            `${hostName} undoes everything by itself unless you keep it within ${secondsText(seconds)}.`
          ))}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <EditAgain change={change} />
        <button
          type="button"
          disabled={forbidden !== null || cancel.isPending}
          onClick={() => cancel.mutate()}
          className="rounded-chip text-12 text-fg-2 hover:text-fg disabled:opacity-55 max-md:min-h-touch"
        >
          Give up this plan
        </button>
      </div>
    </div>
  )
}
