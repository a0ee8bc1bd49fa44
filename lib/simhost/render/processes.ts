import type { SimGuest, SimProcess, SimState } from '../machine/state'
import { nicsOf } from '../libvirt/guests'
import { child } from '../libvirt/xml'

/** QEMU command lines in the form of QEMU_PROCESSES (core/observe/processes-commands.ts). */
const SHOWN = /^--?(name|uuid|netdev|net|nic|device|machine|M)$/

const lines = ({ pid, argv }: SimProcess): string => {
  const kept = argv.filter((word, at) => at === 0 || SHOWN.test(word) || SHOWN.test(argv[at - 1] ?? ''))
  return kept.map((word) => `/proc/${pid}/cmdline:${word.replaceAll('\n', ' ')}\n`).join('')
}

const guestProcess = ({ name, uuid, pid, live }: SimGuest): SimProcess | null => {
  if (live === null || pid === null) return null
  const nics = nicsOf(live).flatMap((nic, at) => {
    const mac = child(nic, 'mac')?.attributes.address ?? ''
    const model = child(nic, 'model')?.attributes.type ?? 'virtio'
    const driver = model === 'virtio' ? 'virtio-net-pci' : model
    return [
      '-netdev',
      `{"type":"tap","fd":"${30 + at}","vhost":true,"vhostfd":"${40 + at}","id":"hostnet${at}"}`,
      '-device',
      `{"driver":"${driver}","netdev":"hostnet${at}","id":"net${at}","mac":"${mac}","bus":"pci.0","addr":"0x${at + 2}"}`,
    ]
  })
  const argv = [
    '/usr/bin/qemu-system-x86_64',
    '-name',
    `guest=${name.replaceAll(',', ',,')},debug-threads=on`,
    '-S',
    '-machine',
    'pc-i440fx-7.2,usb=off',
    '-uuid',
    uuid,
    ...nics,
  ]
  return { pid, argv }
}

/** A tap that a process started by hand holds open (`fdinfo` of the tun driver). */
const tapLines = ({ pid, argv }: SimProcess): string =>
  argv
    .flatMap((word) => /(?:^|,)ifname=([^,]+)/.exec(word)?.[1] ?? [])
    .map((tap, at) => `/proc/${pid}/fdinfo/${9 + at}:iff:\t${tap}\n`)
    .join('')

export const renderProcesses = (state: SimState): string => {
  const guests = [...(state.libvirt?.guests.values() ?? [])].flatMap((guest) => guestProcess(guest) ?? [])
  return [...guests.map(lines), ...state.processes.map(lines), ...state.processes.map(tapLines)].join('')
}
