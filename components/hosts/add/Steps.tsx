import { Icon } from '@/components/ui/Icon'
import type { AddHostStage } from './add-host-stage'

const STEPS: readonly { id: AddHostStage['step']; title: string }[] = [
  { id: 'address', title: 'Address' },
  { id: 'fingerprint', title: 'Host key' },
  { id: 'credentials', title: 'Sign-in' },
  { id: 'readiness', title: 'First picture' },
]

export function Steps({ current }: { current: AddHostStage['step'] }) {
  const at = STEPS.findIndex((step) => step.id === current)
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-2 gap-y-1 text-12">
      {STEPS.map((step, index) => (
        <li
          key={step.id}
          aria-current={index === at ? 'step' : undefined}
          className={`flex items-center gap-2 ${index > at ? 'text-fg-3' : 'text-fg'}`}
        >
          <span
            className={`grid size-5 place-items-center rounded-pill border text-11 ${
              index === at ? 'border-accent bg-accent font-strong text-accent-ink' : 'border-line-2'
            }`}
          >
            {index < at ? <Icon name="check" /> : index + 1}
          </span>
          <span className={index === at ? '' : 'max-md:sr-only'}>{step.title}</span>
          {index < STEPS.length - 1 && <span aria-hidden className="h-px w-6 bg-line-2 max-md:w-2" />}
        </li>
      ))}
    </ol>
  )
}
