import type { GuardPaths } from './transaction'

/** Open vSwitch's conf.db and libvirt's stored XML are as persistent as a file: a reboot within the window would keep them. */
export const BOOT_UNIT = 'patchbay-guard-boot.service'

/**
 * Runs every guard that a reboot has overtaken. Not before the network: the old state is put back by ovs-vsctl and virsh, which
 * need their daemons. So the unconfirmed state may live for the seconds in which those start.
 */
export const renderBootUnit = ({ root }: GuardPaths): string => `[Unit]
Description=Put back network changes of Patchbay that were never confirmed
ConditionPathExistsGlob=|${root}/txn/*/state.d/armed
ConditionPathExistsGlob=|${root}/txn/*/state.d/firing
ConditionPathExistsGlob=|${root}/txn/*/state.d/rollback_failed
After=local-fs.target openvswitch-switch.service openvswitch.service ovs-vswitchd.service libvirtd.service virtnetworkd.service
Before=network-online.target

[Service]
Type=oneshot
ExecStart=/bin/sh ${root}/boot.sh
TimeoutStartSec=300

[Install]
WantedBy=multi-user.target
`

export const renderBootScript = ({ root }: GuardPaths): string => `#!/bin/sh
# Patchbay: rolls back what was armed when the host went down, or could not be rolled back before that.
for folder in ${root}/txn/*/; do
if [ -e "$folder/state.d/rollback_failed" ]; then
sh "$folder/guard.sh" again
elif [ -e "$folder/state.d/armed" ] || [ -e "$folder/state.d/firing" ]; then
sh "$folder/guard.sh" fire --resume
fi
done
exit 0
`

/** ROOT BOOT_SCRIPT BOOT_UNIT: puts both in place where they are not, and has systemd prove it. Says "installed". */
export const INSTALL_BOOT_GUARD_SCRIPT = `umask 077
unit=/etc/systemd/system/${BOOT_UNIT}
printf %s "$2" >"$1/boot.sh.new" && sync "$1/boot.sh.new" && mv -T "$1/boot.sh.new" "$1/boot.sh" || exit 1
if [ "$(cat "$unit" 2>/dev/null; echo .)" != "$3." ]; then
printf %s "$3" >"$unit.new" && chmod 644 "$unit.new" && sync "$unit.new" && mv -T "$unit.new" "$unit" || exit 1
systemctl daemon-reload && systemctl --quiet enable ${BOOT_UNIT} || exit 1
fi
systemctl --quiet is-enabled ${BOOT_UNIT} && echo installed`
