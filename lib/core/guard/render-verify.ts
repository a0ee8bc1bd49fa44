import { quoteWord } from '../shell/quote'
import { renderPrelude } from './prelude'
import { joinChecks } from './join-checks'
import { oneLine, renderCheck } from './render-command'
import type { GuardPaths, Transaction } from './transaction'

/** nmstate's measure: most things have settled after one second, nearly all after five. LACP and DHCP need more. */
const VERIFY_TRIES = 5

/**
 * verify.sh: every check, again each second until all hold. Exit status 0: all hold. The last round goes to standard output,
 * one line each: "holds NUMBER" or "fails NUMBER SUMMARY: FOUND".
 */
export function renderVerify(paths: GuardPaths, transaction: Transaction, tries = VERIFY_TRIES): string {
  const checks = verifyChecks(transaction)
  const groups = joinChecks(checks)
  const joined = new Set(groups.flatMap(({ places }) => places))
  const one = (place: number) => `one ${place + 1} ${quoteWord(oneLine(checks[place]?.summary ?? ''))}`
  return [
    renderPrelude(paths, transaction.id, 'verify: is the host as planned?') + FUNCTIONS,
    ...checks.map((check, i) => renderCheck(`check_${i + 1}`, check)),
    ...groups.map(({ render }, i) => render(`joined_${i + 1}`)),
    'all() {',
    ':',
    // Together first; where that fails each has to say what is wrong.
    ...groups.flatMap(({ places }, i) => [
      `if joined_${i + 1}; then`,
      `said="\${said}${places.map((place) => `holds ${place + 1}\n`).join('')}"`,
      'else',
      ...places.map(one),
      'fi',
    ]),
    ...checks.flatMap((_, place) => (joined.has(place) ? [] : [one(place)])),
    '}',
    `try=1
while :; do
bad=0 said=
all
[ $bad -eq 0 ] || [ $try -ge ${tries} ] && break
try=$((try + 1))
sleep 1
done
printf '%s' "$said"
[ $bad -eq 0 ]`,
    '',
  ].join('\n')
}

/** The checks in the order of their numbers in verify.sh's report. */
const verifyChecks = ({ steps, checks }: Transaction) => [...steps.flatMap((step) => step.checks), ...checks]

const FUNCTIONS = `one() {
if "check_$1"; then
said="\${said}holds $1
"
else
bad=1
said="\${said}fails $1 $2: $(printf %s "$got" | head -c 300 | tr -s '[:cntrl:]' ' ')
"
fi
}`
