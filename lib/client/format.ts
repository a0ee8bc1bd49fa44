const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY

/** The age of data as short as it can be said: "0.4 s", "48 s", "19 min", "2 h", "3 d", "5 w". Negative ages read "0.0 s". */
export function formatAge(ageMs: number): string {
  const age = Math.max(0, ageMs)
  if (age < 9_950) return `${(age / SECOND).toFixed(1)} s`
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s`
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`
  if (age < 2 * DAY) return `${Math.floor(age / HOUR)} h`
  if (age < 4 * WEEK) return `${Math.floor(age / DAY)} d`
  return `${Math.floor(age / WEEK)} w`
}

/** "1 host", "12 hosts": the plural is given where it is not the singular with an s. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`
}

/** 1000 → "1G", 25000 → "25G", 100 → "100M"; empty where unknown. */
export function formatSpeed(mbps: number | null): string {
  if (mbps === null || mbps <= 0) return ''
  return mbps >= 1_000 ? `${mbps / 1_000}G` : `${mbps}M`
}

/** Local date and time to the second; the same for every locale's taste: "2026-03-01 14:02:31". */
export function formatDateTime(iso: string): string {
  const date = new Date(iso)
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** Cut in the middle: the end of a name tells more than its middle ("enp129…np0.125"). */
export function cutMiddle(text: string, length: number): string {
  if (text.length <= length) return text
  const tail = Math.floor((length - 1) / 2)
  return `${text.slice(0, length - 1 - tail)}…${text.slice(text.length - tail)}`
}

/** Bits per second, three digits: "0", "640 bit/s", "12.4 Mbit/s", "1.25 Gbit/s". */
export function formatBitRate(bps: number): string {
  return `${digitsOf(bps)}bit/s`
}

/** The same where there is no room: "12M", "1.2G". */
export const formatBitRateShort = (bps: number): string => digitsOf(bps, 2).replace(' ', '')

function digitsOf(value: number, digits: 2 | 3 = 3): string {
  const units = ['', 'k', 'M', 'G', 'T']
  let unit = 0
  let scaled = Math.max(0, value)
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1_000
    unit += 1
  }
  const decimals = unit === 0 ? 0 : Math.max(0, digits - (scaled >= 99.95 ? 3 : scaled >= 9.995 ? 2 : 1))
  return `${scaled.toFixed(decimals)} ${units[unit] ?? ''}`
}
