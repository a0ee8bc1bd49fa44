import type { Random } from '../random'

/** Addresses, routes and rules of a link in networks of its own: `number` tells it from the others. Lines of shell. */
export function drawAddresses(link: string, number: number, random: Random): string[] {
  const net = `10.${100 + number}`
  const six = `2001:db8:${number}`
  const addresses = [
    `${net}.1.2/24`,
    `${net}.2.1/24 label ${link}:a`,
    `${net}.3.1/24 brd +`,
    `${net}.3.2/24 brd ${net}.3.254`,
    `${net}.4.1 peer ${net}.4.2`,
    `${net}.4.9 peer ${net}.40.0/24`,
    `${net}.5.1/24 metric 77`,
    `${net}.6.1/24 noprefixroute`,
    `${net}.7.1/24 scope link`,
    `${net}.8.1/32`,
    `${net}.9.1/24 valid_lft 86400 preferred_lft 3600`,
    `${six}:2::1/64 nodad home`,
    `${six}:3::1 peer ${six}:3::2/128 nodad`,
    `${six}:4::1/64 nodad noprefixroute`,
    `${six}:5::1/64 nodad metric 512`,
    `${six}:6::1/64 nodad valid_lft 86400 preferred_lft 0`,
    `${six}:7::1/64 nodad mngtmpaddr`,
  ]
  const via = `via ${net}.1.9 dev ${link}`
  const routes = [
    `${net}.50.0/24 ${via}`,
    `${net}.51.0/24 ${via} mtu 1300 advmss 1200 window 4096`,
    `${net}.52.0/24 ${via} metric 50 proto static`,
    `${net}.52.0/24 ${via} metric 60 proto 99`,
    `${net}.53.0/24 ${via} table ${200 + number}`,
    `${net}.54.0/24 ${via} src ${net}.1.1`,
    `${net}.55.0/24 via ${net}.250.1 dev ${link} onlink`,
    `${net}.56.0/24 dev ${link} scope link`,
    `${net}.57.0/24 dev ${link} scope host tos 0x10`,
    `${net}.58.0/24 nexthop via ${net}.1.9 dev ${link} weight 3 nexthop via ${net}.1.8 dev ${link} weight 1`,
    `${net}.59.0/24 ${via} initcwnd 20 initrwnd 20 rto_min 200ms quickack 1 congctl cubic`,
    `${net}.60.0/24 ${via} realm 5`,
    `local ${net}.61.0/24 dev ${link}`,
    `broadcast ${net}.62.255 dev ${link} table ${200 + number}`,
    `unreachable ${net}.63.0/24`,
    `blackhole ${net}.64.0/24`,
    `prohibit ${net}.65.0/24 table ${200 + number}`,
    `throw ${net}.66.0/24 table ${200 + number}`,
    `${six}:50::/64 via ${six}:1::9 dev ${link}`,
    `${six}:51::/64 via ${six}:1::9 dev ${link} mtu 1400 hoplimit 9 pref high`,
    `${six}:52::/64 dev ${link} metric 333 proto static`,
    `${six}:53::/64 nexthop via ${six}:1::9 dev ${link} nexthop via ${six}:1::8 dev ${link}`,
    `${six}:54::/64 via fe80::77 dev ${link} from ${six}:1::/64`,
    `unreachable ${six}:55::/64`,
  ]
  const rules = [
    `from ${net}.1.1 table ${200 + number} priority ${1000 + number}`,
    `iif ${link} fwmark 7 table ${200 + number} priority ${1100 + number}`,
    `to ${net}.53.0/24 tos 0x10 table ${200 + number} priority ${1200 + number}`,
  ]
  const some = (all: readonly string[], rarity: number): string[] => all.filter(() => random.below(rarity) === 0)
  return [
    ...[`${net}.1.1/24`, `${six}:1::1/64 nodad`, ...some(addresses, 3)].map(
      (words) => `ip addr add ${words} dev ${link}`,
    ),
    ...some(routes, 4).map((words) => `ip route append ${words}`),
    ...some(rules, 4).map((words) => `ip rule add ${words}`),
  ]
}
