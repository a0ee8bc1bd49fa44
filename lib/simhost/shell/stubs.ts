import { accessSync, constants } from 'node:fs'

/** What scripts use of this machine. Everything else is the simulated host's, or not there. */
const OWN_TOOLS = ['cat', 'chmod', 'cp', 'grep', 'head', 'mkdir', 'rm', 'rmdir', 'sed', 'tr', 'true']

/** Not on every machine, or not with the options that a host of Linux has: `mv -T`. Where they are not, this process does it. */
const LINUX_TOOLS = ['mv', 'sha256sum']
const HAS_LINUX_TOOLS = process.platform === 'linux'

const PLACES = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin']

/** Null where this machine has no such tool. */
export const findTool = (name: string): string | null =>
  [...PLACES, ...(process.env['PATH'] ?? '').split(':')]
    .map((folder) => `${folder}/${name}`)
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return file.startsWith('/')
      } catch {
        return false
      }
    }) ?? null

/** Why no script can run here; null: it can. */
export const whyNoShell = (): string | null => {
  const missing = ['sh', 'mkfifo', ...OWN_TOOLS].filter((tool) =>
    tool === 'sh' ? !hasShell() : findTool(tool) === null,
  )
  return missing.length === 0 ? null : `this machine, which simulates the host, lacks ${missing.join(', ')}`
}

const hasShell = (): boolean => {
  try {
    accessSync('/bin/sh', constants.X_OK)
    return true
  } catch {
    return false
  }
}

export const MKFIFO = findTool('mkfifo') ?? 'mkfifo'

/** The shell of macOS reads nothing from a pipe that it is to read as a file. */
const RUN_ANSWER = process.platform === 'darwin' ? 'exec /bin/sh -s -- "$@" <"$q"' : '. "$q"'

/**
 * A tool of the simulated host: it hands its words (each ended by NUL, which no word can hold) and its standard input over as files,
 * and runs the answer, which is shell (asks.ts). Only commands that say so by a word read their standard input. `first`: what
 * needs no question. The pipe for the answer lies ready, as a process costs more than all the rest; whoever makes "taken" has it.
 */
const askingTool = (root: string, first = 'name=${0##*/}'): string => `#!/bin/sh
${first}
read -r q <${root}/asks/next
set -C
until true >${root}/asks/$q.taken; do q=$((q + 1)); done 2>/dev/null
set +C
number=$q q=${root}/asks/$q
[ -p "$q" ] || ${MKFIFO} "$q" 2>/dev/null || [ -p "$q" ] || exit 126
printf '%s\\000' $$ "$SIM_RUN" "\${SIM_SECONDS:-}" "\${SIM_SPACE:-}" "$PWD" "$name" "$@" >"$q.words"
case " $* " in
*' -batch - '* | *' /dev/stdin '* | *' -c - '* | *'/bonding/primary ') ${findTool('cat') ?? 'cat'} >"$q.stdin" ;;
esac
echo $number >${root}/asks/door
${RUN_ANSWER}
`

/** Tools that are more than a question, by name. */
export const ASKING_TOOLS: Readonly<Record<string, (root: string) => string>> = {
  '.ask': askingTool,
  /** `sh -c SCRIPT` and `sh -n FILE` are for this machine's shell; a file is asked for: its paths must lead into the host's folder. */
  sh: (root) => askingTool(root, 'name=sh\ncase ${1:-} in -c | -n) exec /bin/sh "$@" ;; esac'),
  /** `timeout [-k S] SECONDS COMMAND...`: whoever answers the command keeps its deadline. */
  timeout: (root) =>
    askingTool(
      root,
      `[ "$1" != -k ] || shift 2
SIM_SECONDS=$1
export SIM_SECONDS
shift
[ -e ${root}/bin/"$1" ] && [ ${root}/bin/"$1" -ef ${root}/bin/.ask ] || exec "$@"
name=$1
shift`,
    ),
  /** `unshare --net --mount sh FILE`: what runs the file asks for the tools of another network. */
  unshare: (root) => askingTool(root, 'name=sh\nshift 3\nSIM_SPACE=$$\nexport SIM_SPACE'),
  /** `sync FILE...`: nothing here outlives a power cut. Only the log of an apply is asked for: pace slows its steps there. */
  sync: (root) => askingTool(root, 'name=sync\ncase $* in */wal) ;; *) exit 0 ;; esac'),
  /** `sleep SECONDS`: what a second is is the host's pace; parts of one are what they are. */
  sleep: (root) => askingTool(root, `name=sleep\ncase $1 in *.*) exec ${findTool('sleep') ?? 'sleep'} "$1" ;; esac`),
}

/** The standard input of a shell that runs a file begins with a line: it waits until /proc knows it. */
export const GATE = 'read -r _; exec /bin/sh "$@"'

/** What stands in a host's folder for its tools: of this machine, and of ours. */
export const ownTools = (): string[] => [...OWN_TOOLS, ...(HAS_LINUX_TOOLS ? LINUX_TOOLS : [])]
export const askedTools = (): string[] => (HAS_LINUX_TOOLS ? [] : LINUX_TOOLS)

/** ROOT, begun in it: waits until nobody holds the other end of its standard input. */
export const KEEPER = `read -r _
for group in groups/*; do kill -s KILL -- "-\${group#*/}"; done
cd /
rm -rf "$1" || { sleep 1; rm -rf "$1"; }`
