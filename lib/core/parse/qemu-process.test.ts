import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQemuProcesses } from './qemu-process'

/** Lines as PROCESS_COMMANDS prints them. */
const commandLine = (pid: number, ...words: string[]): string =>
  words.map((word) => `/proc/${pid}/cmdline:${word}\n`).join('')

const read = (text: string) => {
  const result = parseQemuProcesses(text)
  if (!result.ok) throw new Error(result.message)
  return result.value
}

describe('parseQemuProcesses', () => {
  it('reads a process started by hand (QEMU 7.2)', () => {
    const [process] = read(
      commandLine(
        405,
        'qemu-system-x86_64',
        '-name',
        'hand made',
        '-netdev',
        'tap,id=n0,ifname=mytap0,script=no,downscript=no',
      ) +
        commandLine(405, '-device', 'virtio-net-pci,netdev=n0,mac=52:54:00:99:00:01', '-nic', 'user,model=e1000') +
        '/proc/405/fdinfo/3:iff:\tmytap0\n',
    )
    expect(process).toMatchObject({ pid: 405, name: 'hand made', isNamedAsGuest: false, uuid: null, machineType: null })
    expect([...(process?.taps ?? [])]).toEqual([[3, 'mytap0']])
    expect(
      process?.nics.map(({ model, mac, netdev }) => [model, mac, netdev?.type, netdev?.options.get('ifname')]),
    ).toEqual([
      ['virtio-net-pci', '52:54:00:99:00:01', 'tap', 'mytap0'],
      ['e1000', null, 'user', undefined],
    ])
  })

  it("reads libvirt's JSON options", () => {
    const [process] = read(
      commandLine(
        354,
        '/usr/bin/qemu-system-x86_64',
        '-name',
        'guest=vm1,debug-threads=on',
        '-machine',
        'pc-i440fx-7.2,usb=off',
      ) +
        commandLine(
          354,
          '-uuid',
          '2D0CC802-6bcc-40d4-8dcc-03fe7107d49f',
          '-netdev',
          '{"type":"tap","fd":"29","id":"hostnet0"}',
        ) +
        commandLine(
          354,
          '-device',
          '{"driver":"virtio-net-pci","csum":false,"netdev":"hostnet0","mac":"52:54:00:00:01:01"}',
        ),
    )
    expect(process).toMatchObject({
      name: 'vm1',
      isNamedAsGuest: true,
      uuid: '2d0cc802-6bcc-40d4-8dcc-03fe7107d49f',
      machineType: 'pc-i440fx-7.2',
      nics: [{ model: 'virtio-net-pci', mac: '52:54:00:00:01:01', netdev: { type: 'tap' } }],
    })
  })

  it('pairs the old -net words in order', () => {
    const [process] = read(
      commandLine(9, '/usr/bin/kvm', '-net', 'nic,macaddr=52:54:00:00:00:09,model=e1000', '-net', 'tap,ifname=oldtap'),
    )
    expect(process?.nics).toMatchObject([{ model: 'e1000', mac: '52:54:00:00:00:09', netdev: { type: 'tap' } }])
  })

  it('undoubles commas in values', () => {
    const [process] = read(commandLine(9, 'qemu-kvm', '-name', 'guest=a,,b,process=x'))
    expect(process?.name).toBe('a,b')
  })

  it('leaves out what is no QEMU', () => {
    expect(
      read(commandLine(7, 'sudo', 'qemu-system-x86_64') + commandLine(8, '/usr/bin/qemu-img', 'info') + 'noise\n'),
    ).toEqual([])
    expect(read('')).toEqual([])
  })

  it('never throws', () => {
    const piece = fc.constantFrom(
      '/proc/1/cmdline:',
      'qemu-kvm',
      '\n',
      '-netdev',
      '{',
      '}',
      '{"__proto__":1}',
      ',',
      '=',
      '-',
      '/proc/1/fdinfo/2:iff:\tt',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        expect(parseQemuProcesses(pieces.join('')).ok).toBe(true)
      }),
    )
  })
})
