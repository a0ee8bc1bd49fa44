import type { NetworkState } from '@/lib/core/model/network-state'
import { whyAbsent } from '@/lib/core/observe/why-absent'
import { formView } from '../form-request'
import { CREATE_GROUPS, FORM_LIST } from '../forms/table'
import type { CreateGroup } from '../forms/table'
import { action } from './object-actions'
import type { ObjectAction } from './object-actions'

/** What can be made anew on a host, by where it is listed. */
export const createActions = (state: NetworkState, group: CreateGroup): ObjectAction[] =>
  FORM_LIST.flatMap(({ id: form, create }) =>
    create
      .filter((item) => item.group === group)
      .map(({ id, label, icon, target, needs = [] }) =>
        action(id, label, formView(form, target), {
          ...(icon && { icon }),
          reason: needs.map((source) => whyAbsent(state, source)).find((why) => why !== null) ?? null,
        }),
      ),
  )

export const everyCreateAction = (state: NetworkState): ObjectAction[] =>
  CREATE_GROUPS.flatMap((group) => createActions(state, group))
