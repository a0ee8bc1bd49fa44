'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '@/components/shell/me'
import { lazyForm } from '@/components/fields/lazy-form'
import { Button } from '@/components/ui/Button'
import { Dialog } from '@/components/ui/Dialog'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { Panel } from '@/components/ui/Panel'
import { Select } from '@/components/ui/Select'
import { Skeleton } from '@/components/ui/Skeleton'
import { useToast } from '@/components/ui/Toast'
import { formatDateTime } from '@/lib/client/format'
import { useDeleteUser, userQueries, useUpdateUser } from '@/lib/client/queries/users'
import type { User } from '@/lib/contract/auth'
import { ROLES } from '@/lib/contract/constants/roles'
import { ConfirmButton } from './ConfirmButton'
import { SettingsRow } from './SettingsRow'

const UserForm = lazyForm(() => import('./UserForm').then((module) => module.UserForm))

export function UsersPanel() {
  const users = useQuery(userQueries.list())
  const [isAdding, setIsAdding] = useState(false)
  return (
    <Panel title="Users" lead="People who may sign in, each with a role.">
      {users.data !== undefined ? (
        <ul aria-label="Users" className="divide-y divide-line-1">
          {users.data.users.map((user) => (
            <UserItem key={user.id} user={user} />
          ))}
        </ul>
      ) : users.error !== null ? (
        <ErrorNote title="The users could not be loaded" message={users.error.message} />
      ) : (
        <Skeleton label="Loading the users" rows={2} />
      )}
      <div>
        <Button icon="add" size="large" onClick={() => setIsAdding(true)}>
          New user
        </Button>
      </div>
      {isAdding && (
        <Dialog title="New user" onClose={() => setIsAdding(false)}>
          <UserForm onDone={() => setIsAdding(false)} />
        </Dialog>
      )}
    </Panel>
  )
}

function UserItem({ user }: { user: User }) {
  const me = useMe()
  const remove = useDeleteUser()
  const update = useUpdateUser()
  const toast = useToast()
  const seen = user.lastSignInAt === null ? 'never signed in' : `last signed in ${formatDateTime(user.lastSignInAt)}`
  const fail = (error: Error) => toast(`${user.login} was not changed: ${error.message}`, 'error')
  return (
    <SettingsRow name={user.login} badge={user.role} detail={seen}>
      <Select
        aria-label={`Role of ${user.login}`}
        value={user.role}
        disabled={update.isPending}
        onChange={(event) =>
          update.mutate(
            { userId: user.id, request: { role: ROLES.find((role) => role === event.target.value) } },
            { onError: fail },
          )
        }
      >
        {ROLES.map((role) => (
          <option key={role}>{role}</option>
        ))}
      </Select>
      {user.login !== me.login && (
        <ConfirmButton
          label="Remove"
          question={`Remove ${user.login}?`}
          consequence="Their sessions and API tokens end at once. What they did stays in the audit log."
          isBusy={remove.isPending}
          onConfirm={() =>
            remove.mutate(user.id, { onSuccess: () => toast(`${user.login} is removed.`), onError: fail })
          }
        />
      )}
    </SettingsRow>
  )
}
