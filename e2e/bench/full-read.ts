import { READ_COMMANDS } from '@/lib/core/observe/read-commands'
import { quoteArgv } from '@/lib/core/shell/quote'
import { collect } from '@/lib/server/host/collect'
import { openHostLink } from '@/lib/server/host/host-link'
import { probeHost } from '@/lib/server/host/probe-host'
import { NamespaceLab, whyNoNamespaceLab } from '../lab/lab'
import type { LabHost } from '../lab/lab'
import { quantiles } from './figures'
import type { Bench, Figure } from './figures'

const GUESTS = 50
const ROUNDS = 20
const SCRIPT = '/tmp/read-all.sh'

/** The same commands as one local shell script on the host, each output to a file, timed by the host itself. */
async function writeLocalScript(host: LabHost): Promise<void> {
  const lines = READ_COMMANDS.map(({ argv }, i) => `${quoteArgv([...argv])} >/tmp/out.${i} 2>/tmp/err.${i} </dev/null`)
  const script = [
    'export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    'start=$(date +%s%N)',
    ...lines,
    'echo $(($(date +%s%N) - start))',
  ]
  const { status, stderr } = host.attempt(['tee', SCRIPT], `${script.join('\n')}\n`)
  if (status !== 0) throw new Error(stderr)
}

export const fullRead: Bench = {
  id: 'full-read',
  what: `one full read of a host with ${GUESTS} guests`,
  whyNot: whyNoNamespaceLab,
  run: async () => [await measure()],
}

/** Against the same commands in one local shell script, in turns. */
async function measure(): Promise<Figure> {
  const lab = await NamespaceLab.up(1, { prefix: 'labb', net: '198.24' })
  try {
    const host = lab.host(0)
    await host.seed('many-guests', String(GUESTS))
    await writeLocalScript(host)
    const { address, port, privateKey } = host
    const { hostKey } = await probeHost({ address, port })
    const link = await openHostLink(
      {
        id: 'bench',
        address,
        port,
        username: 'root',
        sudo: false,
        hostKeyFingerprint: hostKey.fingerprint,
        auth: { kind: 'privateKey', privateKey },
      },
      'host_key_mismatch',
    )
    const ours: number[] = []
    const script: number[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      const startedAt = performance.now()
      await collect(link.shell, READ_COMMANDS)
      const elapsed = performance.now() - startedAt
      const local = Number(await host.exec('sh', SCRIPT)) / 1e6
      if (round === 0) continue // warms caches on both sides
      ours.push(elapsed)
      script.push(local)
    }
    link.close()
    return {
      name: fullRead.what,
      unit: 'ms',
      samples: ROUNDS,
      ours: quantiles(ours),
      instead: { what: 'the same commands in one local shell script', quantiles: quantiles(script) },
      budget: { ratio: 1.3 },
    }
  } finally {
    await lab.down()
  }
}
