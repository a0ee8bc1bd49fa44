'use client'

import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { addHostDefaults } from './add-host-form'
import type { AddHostValues } from './add-host-form'
import type { AddHostStage } from './add-host-stage'
import { AddressStep } from './AddressStep'
import { CredentialsStep } from './CredentialsStep'
import { FingerprintStep } from './FingerprintStep'
import { ReadinessStep } from './ReadinessStep'
import { Steps } from './Steps'

export function AddHostFlow() {
  const [stage, setStage] = useState<AddHostStage>({ step: 'address' })
  const form = useForm<AddHostValues>({ defaultValues: addHostDefaults })
  return (
    <>
      <Steps current={stage.step} />
      {stage.step === 'address' && (
        <AddressStep form={form} onDone={(hostKey) => setStage({ step: 'fingerprint', hostKey })} />
      )}
      {stage.step === 'fingerprint' && (
        <FingerprintStep
          address={form.getValues('address')}
          hostKey={stage.hostKey}
          onBack={() => setStage({ step: 'address' })}
          onAccept={() => setStage({ step: 'credentials', hostKey: stage.hostKey })}
        />
      )}
      {stage.step === 'credentials' && (
        <CredentialsStep
          form={form}
          hostKey={stage.hostKey}
          onBack={() => setStage({ step: 'address' })}
          onDone={(host) => setStage({ step: 'readiness', host })}
        />
      )}
      {stage.step === 'readiness' && (
        <ReadinessStep
          host={stage.host}
          onAnother={() => {
            // Secrets of the host just added must not wait in the form of the next one.
            form.reset(addHostDefaults)
            setStage({ step: 'address' })
          }}
        />
      )}
    </>
  )
}
