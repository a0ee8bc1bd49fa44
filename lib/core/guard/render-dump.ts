import { quoteArgv } from '../shell/quote'
import type { DumpReader } from '../raw/dump-readers'
import { dumpReaders, DUMP_SECONDS } from '../raw/dump-readers'
import { NO_SCOPE } from '../raw/raw-scope'
import { renderPrelude } from './prelude'
import type { GuardPaths, Transaction } from './transaction'

/**
 * dump.sh WHAT: what the host's own tools say of what the change touches, each tool's words in a file of folder raw.WHAT.new, which
 * whoever called renames when all are there (`seal`). A file ends with "rc STATUS", or "rc idle" where its daemon does not run. All at once and each with a deadline: nobody waits
 * long for it. Where / is read-only it is in /run. After a reboot nothing is dumped: the kernel has made everything anew.
 */
export function renderDump(
  paths: GuardPaths,
  { id, raw = NO_SCOPE }: Pick<Transaction, 'id' | 'raw'>,
  isRead: (reader: DumpReader) => boolean = () => true,
): string {
  const readers = dumpReaders(raw)
    .filter(isRead)
    .map(
      ({ name, argv, socket }) =>
        `${socket === undefined ? '' : `socket=${socket} `}reader ${name} ${quoteArgv(argv)} &`,
    )
  return [
    renderPrelude(paths, id, 'what the host says of itself') + RUNNER,
    ...readers,
    'wait',
    'echo end >"$into/end"',
    '',
  ].join('\n')
}

const RUNNER = `socket=
read -r boot </proc/sys/kernel/random/boot_id
{ read -r _ booted <"$dir/host"; } 2>/dev/null && [ "$booted" != "$boot" ] && exit 0
into=$dir/raw.$1.new
rm -rf "$into" "$run/raw.$1.new" 2>/dev/null
mkdir "$into" 2>/dev/null || { into=$run/raw.$1.new; mkdir "$into" || exit 1; }
reader() {
file=$into/$1
shift
command -v "$1" >/dev/null 2>&1 || return
{
t ${DUMP_SECONDS} "$@" 2>/dev/null
rc=$?
[ $rc -ne 1 ] || [ -z "$socket" ] || [ -S "$socket" ] || rc=idle
printf '\\nrc %s\\n' $rc
} >"$file" </dev/null
}`
