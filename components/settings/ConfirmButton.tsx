'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/Button'
import { Dialog } from '@/components/ui/Dialog'

type Props = { label: string; question: string; consequence: string; isBusy: boolean; onConfirm: () => void }

/** An act that cannot be taken back: says what it does before it does it. */
export function ConfirmButton({ label, question, consequence, isBusy, onConfirm }: Props) {
  const [isAsking, setIsAsking] = useState(false)
  return (
    <>
      <Button tone="quiet" isBusy={isBusy} onClick={() => setIsAsking(true)}>
        {label}
      </Button>
      {isAsking && (
        <Dialog title={question} onClose={() => setIsAsking(false)}>
          <p className="text-fg-2">{consequence}</p>
          <div className="flex justify-end gap-2">
            <Button size="large" tone="quiet" onClick={() => setIsAsking(false)}>
              Cancel
            </Button>
            <Button
              size="large"
              tone="danger"
              onClick={() => {
                setIsAsking(false)
                onConfirm()
              }}
            >
              {label}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  )
}
