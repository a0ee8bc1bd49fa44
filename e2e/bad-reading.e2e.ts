import type { SourceReport } from '@/lib/core/model/network-state'
import type { Fault } from '@/lib/simhost/faults'
import { readHost, readReadiness, refreshHost } from './support/api'
import { expect, test } from './support/test'

/** Hosts of which a part cannot be read: that part says why and what would be right, the rest is shown as ever. */

test.describe('a host that can be read in part only', () => {
  type Problem = { source: SourceReport['id']; status: SourceReport['status']; code: string; words: RegExp }
  type Case = { what: string; sim: string; username?: string; fault?: Fault; problems: readonly Problem[] }
  const cases: readonly Case[] = [
    {
      what: 'no Open vSwitch',
      sim: 'sim-no-ovs',
      problems: [{ source: 'ovs', status: 'missing', code: 'tool_missing', words: /Install it.*apt/ }],
    },
    {
      what: 'no libvirt',
      sim: 'sim-no-libvirt',
      problems: [
        { source: 'networks', status: 'missing', code: 'tool_missing', words: /Install it.*apt/ },
        { source: 'guests', status: 'missing', code: 'tool_missing', words: /Install it.*apt/ },
      ],
    },
    {
      what: 'libvirtd stopped',
      sim: 'sim-libvirtd-stopped',
      problems: [{ source: 'guests', status: 'failed', code: 'daemon_not_running', words: /systemctl start libvirtd/ }],
    },
    {
      what: 'ovs-vswitchd stopped',
      sim: 'sim-vswitchd-stopped',
      problems: [
        { source: 'ovs', status: 'partial', code: 'daemon_not_running', words: /systemctl start openvswitch-switch/ },
      ],
    },
    {
      what: 'a user without rights',
      sim: 'kvm-ovs',
      username: 'viewer',
      problems: [
        { source: 'ovs', status: 'failed', code: 'permission_denied', words: /passwordless sudo/ },
        { source: 'guests', status: 'failed', code: 'permission_denied', words: /group libvirt/ },
      ],
    },
    {
      what: 'a command that hangs',
      sim: 'kvm-ovs',
      fault: { kind: 'hang', match: 'lldp.neighbours' },
      problems: [
        { source: 'lldp', status: 'failed', code: 'timed_out', words: /did not end within 5 s|has not answered yet/ },
      ],
    },
    {
      what: 'a command that cannot even be killed',
      sim: 'kvm-ovs',
      fault: { kind: 'stuck', match: 'lldp.neighbours' },
      problems: [
        { source: 'lldp', status: 'failed', code: 'timed_out', words: /did not end within 5 s|has not answered yet/ },
      ],
    },
    {
      what: '50 MB of output',
      sim: 'sim-flood',
      problems: [{ source: 'links', status: 'failed', code: 'truncated', words: /printed more than \d+ bytes/ }],
    },
    {
      what: '50 MB of complaints',
      sim: 'sim-flood-stderr',
      problems: [{ source: 'links', status: 'partial', code: 'truncated', words: /printed more than \d+ bytes/ }],
    },
    {
      what: 'invalid JSON',
      sim: 'sim-bad-json',
      problems: [
        { source: 'links', status: 'failed', code: 'invalid_output', words: /ip gave output we cannot read/ },
        { source: 'ovs', status: 'failed', code: 'invalid_output', words: /ovs-vsctl gave output we cannot read/ },
      ],
    },
    {
      what: 'XML with a DOCTYPE',
      sim: 'sim-doctype',
      problems: [
        { source: 'networks', status: 'partial', code: 'invalid_output', words: /document type or entity declaration/ },
        { source: 'guests', status: 'failed', code: 'invalid_output', words: /document type or entity declaration/ },
      ],
    },
  ]
  for (const { what, sim: simName, username = 'root', fault, problems } of cases) {
    test(`${what}: named with its cure, and the rest is shown`, async ({
      page,
      server,
      addSimHost,
      addNeighbour,
      asAdmin: _,
    }) => {
      const neighbourIsRead = await addNeighbour()
      const { sim, host } = await addSimHost(simName, { username })
      if (fault) sim.fail(fault)
      await refreshHost(server, host.id)
      expect(await readHost(server, host.id)).toMatchObject({ status: 'online' })
      // What is much to read comes late on a slow machine, and is taken when it comes.
      await expect(async () => {
        const { sources } = await readReadiness(server, host.id)
        for (const { source, status, code, words } of problems) {
          const report = sources.find(({ id }) => id === source)
          expect(report, source).toMatchObject({ status })
          expect(report?.problems, source).toContainEqual(
            expect.objectContaining({ code, message: expect.stringMatching(words) }),
          )
        }
      }).toPass({ timeout: 60_000 })
      await page.goto(`${server.url}/hosts/${host.id}/diagnostics`)
      const list = page.getByRole('list').filter({ has: page.locator('summary') })
      for (const { code, words } of problems)
        await expect(
          list.getByRole('listitem').filter({ hasText: code }).filter({ hasText: words }).first(),
        ).toBeVisible()
      await neighbourIsRead()
    })
  }
})
