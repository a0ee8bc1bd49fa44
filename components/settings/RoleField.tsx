import { SelectField } from '@/components/fields/SelectField'
import { ROLES } from '@/lib/contract/constants/roles'
import { ROLE_WORDS } from './settings-forms'

type Props = Omit<React.ComponentProps<typeof SelectField>, 'label' | 'children'>

/** What somebody, or a token, may do. */
export function RoleField(props: Props) {
  return (
    <SelectField label="Role" {...props}>
      {ROLES.map((role) => (
        <option key={role} value={role}>
          {ROLE_WORDS[role]}
        </option>
      ))}
    </SelectField>
  )
}
