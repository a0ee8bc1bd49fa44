import type { World } from '../machine/world'
import { failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { renderBondShow, renderFdb, renderLacpShow } from './render-appctl'

const UNREACHABLE =
  'ovs-appctl: cannot read pidfile "/var/run/openvswitch/ovs-vswitchd.pid" (No such file or directory)'

/** ovs-appctl(8): bond/show, lacp/show, fdb/show and version. */
export const appctlCommand = ({ state }: World, argv: readonly string[]): Result => {
  const [command = '', argument = ''] = argv.filter((word) => !word.startsWith('-'))
  const { ovs } = state
  if (ovs === null || state.stopped.has('ovs-vswitchd')) return failed(1, UNREACHABLE)
  switch (command) {
    case 'bond/show':
      return ok(renderBondShow(state, ovs))
    case 'lacp/show':
      return ok(renderLacpShow(state, ovs))
    case 'fdb/show': {
      const text = renderFdb(state, ovs, argument)
      return text === null ? failed(2, 'no such bridge\novs-appctl: ovs-vswitchd: server returned an error') : ok(text)
    }
    case 'version':
      return ok(`ovs-vswitchd (Open vSwitch) ${state.system.ovsVersion}\n`)
    default:
      return failed(
        2,
        `"${command}" is not a valid command (use "list-commands" to see a list of valid commands)\novs-appctl: ovs-vswitchd: server returned an error`,
      )
  }
}
