import { refreshHost } from './support/api'
import { expect, test } from './support/test'

const STOR126 = { kind: 'ovs-port', owner: 'ovsbr1', name: 'stor126' }

test('drift shows when it comes and goes, and nobody asks for it', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { sim, host } = await addSimHost('kvm-ovs')
  await refreshHost(server, host.id)
  await server.api('POST', `/hosts/${host.id}/desired/adopt`, { objects: [STOR126] })
  const retag = (tag: number) => sim.run(['ovs-vsctl', 'set', 'port', 'stor126', `tag=${tag}`])
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/drift')) asked.push(request.url())
  })
  const drift = page.getByRole('list', { name: 'Drift' })

  await page.goto(`${server.url}/hosts/${host.id}/managed`)
  await expect(page.getByText('Everything that is managed is as wanted.')).toBeVisible()
  let tag = 200
  await expect(async () => {
    const before = asked.length
    tag += 1
    retag(tag)
    await expect(drift).toContainText(`126 wanted, ${tag} found`)
    // The slow question behind the events may fall into this very moment: then it proves nothing, and is tried again.
    expect(asked.length, 'it was told').toBe(before)
  }).toPass({ intervals: [0] })

  await test.step('in the wiring too', async () => {
    await page.goto(`${server.url}/hosts/${host.id}`)
    const port = page.getByRole('button', { name: /^port stor126/ })
    await expect(port).toHaveAccessibleName(/drifted/)
    retag(126)
    await expect(port).not.toHaveAccessibleName(/drifted/)
  })
})
