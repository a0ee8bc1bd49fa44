import { useId } from 'react'
import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/Icon'

export type Choice = {
  value: string
  /** One word is the host's own, and is set like its names; several are ours. */
  label: string
  /** What it does, in a few words. */
  detail?: ReactNode
  /** Why it cannot be chosen; null where it can. */
  reason?: string | null
}

type Props = {
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  name: string
  choices: readonly Choice[]
} & (
  | { value: string; onChange: (value: string) => void; isMany?: false }
  | { value: readonly string[]; onChange: (value: string[]) => void; isMany: true }
)

/** One of a few (radio buttons) or some of many (check boxes), each with what it does or why it cannot be chosen. */
export function ChoiceField(props: Props) {
  const { label, hint, error, name, choices } = props
  const id = useId()
  const isOn = (value: string): boolean => (props.isMany ? props.value.includes(value) : props.value === value)
  const toggle = (value: string): void => {
    if (!props.isMany) props.onChange(value)
    else props.onChange(isOn(value) ? props.value.filter((other) => other !== value) : [...props.value, value])
  }
  return (
    <fieldset
      role={props.isMany ? 'group' : 'radiogroup'}
      aria-describedby={error === undefined && hint === undefined ? undefined : `${id}-note`}
      className="flex min-w-0 flex-col gap-1"
    >
      <legend className="mb-1 text-12 text-fg-2">{label}</legend>
      <div
        className={`flex flex-col rounded-node border bg-surface-1 p-1 ${props.isMany ? 'max-h-72 overflow-y-auto' : ''} ${error === undefined ? 'border-line-2' : 'border-err'}`}
      >
        {choices.map((choice, index) => {
          // A choice is called what it is called; what it does, or why it cannot be had, describes it.
          const [nameId, noteId] = [`${id}-${index}`, `${id}-${index}-note`]
          const hasNote = choice.reason != null || choice.detail !== undefined
          const isOff = choice.reason != null && !isOn(choice.value)
          return (
            <label
              key={choice.value}
              className={`grid flex-none grid-cols-[16px_1fr] gap-x-2 rounded-[4px] px-1.5 py-1 has-focus-visible:outline-2 has-focus-visible:outline-accent max-md:min-h-touch max-md:py-2.5 ${
                isOff ? 'cursor-not-allowed text-fg-3' : 'cursor-pointer hover:bg-surface-2'
              }`}
            >
              <input
                type={props.isMany ? 'checkbox' : 'radio'}
                name={name}
                value={choice.value}
                checked={isOn(choice.value)}
                disabled={isOff}
                aria-labelledby={nameId}
                aria-describedby={hasNote ? noteId : undefined}
                onChange={() => toggle(choice.value)}
                className="mt-0.5 size-4 accent-(--accent)"
              />
              <span className="min-w-0">
                <span id={nameId} className={`text-12 ${choice.label.includes(' ') ? '' : 'font-mono'}`}>
                  {choice.label}
                </span>
                {hasNote && (
                  <span id={noteId} className="block text-11 break-words text-fg-3">
                    {choice.reason ?? choice.detail}
                  </span>
                )}
              </span>
            </label>
          )
        })}
        {choices.length === 0 && <span className="px-1.5 py-1 text-12 text-fg-3">There is nothing to choose.</span>}
      </div>
      {error !== undefined ? (
        <div id={`${id}-note`} className="flex gap-1 text-11 text-err">
          <span className="pt-0.5">
            <Icon name="close" />
          </span>
          <span className="min-w-0 break-words">{error}</span>
        </div>
      ) : (
        hint !== undefined && (
          <div id={`${id}-note`} className="text-11 text-fg-3">
            {hint}
          </div>
        )
      )}
    </fieldset>
  )
}
