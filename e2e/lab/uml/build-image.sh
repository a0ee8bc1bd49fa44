#!/bin/bash
# Makes the root image of a user-mode-Linux host, in a private mount namespace: debootstrap on a tmpfs, then mke2fs from the tree.
# usage: build-image.sh SUITE IMAGE PUBLIC_KEY CACHE
set -eu
suite=$1 image=$2 key=$3 cache=$4
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
log=$cache/build-$suite.log
started=$SECONDS
say() { echo "[$((SECONDS - started)) s] $*"; }
fail() { tail -15 "$log"; echo "$*"; exit 1; }

root=$(mktemp -d)
mount --make-rprivate /
mount -t tmpfs -o size=6g,mode=755 image "$root"
mkdir -p "$cache/debootstrap-$suite" "$cache/apt-$suite"

# The same package sources that this machine uses itself.
sources() { apt-get indextargets --format '$(REPO_URI)' | sort -u; }
mirror=$(sources | grep -v security | head -1)
security=$(sources | grep security | head -1 || true)

say "debootstrap $suite"
debootstrap --variant=minbase --cache-dir="$cache/debootstrap-$suite" --include=systemd,systemd-sysv,dbus,udev,kmod,ca-certificates,iproute2,ifupdown,openssh-server,sudo \
  "$suite" "$root" "$mirror" >"$log" 2>&1 || fail "debootstrap $suite failed: does the mirror still serve it?"
{
  echo "deb $mirror $suite main"
  echo "deb $mirror $suite-updates main"
  [[ -z $security ]] || echo "deb $security $suite-security main"
} >"$root/etc/apt/sources.list"
cp /etc/apt/apt.conf.d/99* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe"
printf 'path-exclude=/usr/share/%s/*\n' doc man locale info >"$root/etc/dpkg/dpkg.cfg.d/slim"
printf 'APT::Install-Recommends "0";\nAcquire::Languages "none";\n' >"$root/etc/apt/apt.conf.d/50slim"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mount -t proc proc "$root/proc"
mount -t sysfs sys "$root/sys"
mount --bind /dev "$root/dev"
mkdir -p "$root/var/cache/apt/archives"
mount --bind "$cache/apt-$suite" "$root/var/cache/apt/archives"

say "packages"
chroot "$root" apt-get update -qq >>"$log" 2>&1 || fail "apt-get update failed"
exists() { chroot "$root" apt-cache show "$1" >/dev/null 2>&1; }
# polkit's package was split after Debian 11; libvirt's drivers are separate packages from Debian 13 on.
extra=()
if exists polkitd; then extra+=(polkitd pkexec); else extra+=(policykit-1); fi
for driver in network nodedev nwfilter interface secret storage; do
  exists "libvirt-daemon-driver-$driver" && extra+=("libvirt-daemon-driver-$driver")
done
for helper in log lock; do exists "libvirt-daemon-$helper" && extra+=("libvirt-daemon-$helper"); done
chroot "$root" apt-get install -y -qq \
  openvswitch-switch libvirt-daemon-system libvirt-clients libvirt-daemon-config-network libvirt-daemon-driver-qemu qemu-system-x86 qemu-utils \
  dnsmasq-base iptables nftables lldpd ethtool procps iputils-ping iputils-arping libpam-systemd "${extra[@]}" >>"$log" 2>&1 || fail "packages of $suite"
umount "$root/var/cache/apt/archives" "$root/dev" "$root/sys" "$root/proc"
rm -rf "$root/usr/sbin/policy-rc.d" "$root"/var/lib/apt/lists/*

# The same image under systemd, where it is asked for: who the host is before the network, and a word when all has come up.
with_systemd() {
  local units=$root/etc/systemd/system unit
  cat >"$units/lab-identity.service" <<'UNIT'
[Unit]
DefaultDependencies=no
After=systemd-remount-fs.service systemd-udevd.service
Before=network-pre.target sysinit.target
Wants=network-pre.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/lab-identity
[Install]
WantedBy=sysinit.target
UNIT
  cat >"$units/lab-ready.service" <<'UNIT'
[Unit]
After=ssh.service openvswitch-switch.service libvirtd.service lldpd.service
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'until virsh -q list >/dev/null 2>&1 && ovs-vsctl --timeout=2 show >/dev/null 2>&1; do sleep 0.2; done; touch /run/lab-ready'
[Install]
WantedBy=multi-user.target
UNIT
  for unit in getty.target apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
    systemd-timesyncd.service libvirt-guests.service systemd-rfkill.service systemd-rfkill.socket; do ln -sf /dev/null "$units/$unit"; done
  chroot "$root" systemctl enable -q lab-identity.service lab-ready.service ssh.service
  chroot "$root" systemctl set-default -q multi-user.target
}

say "users and settings"
chroot "$root" useradd -m -s /bin/bash -G sudo,libvirt ops
chroot "$root" useradd -m -s /bin/bash viewer
printf 'root:root\nops:ops\nviewer:viewer\n' | chroot "$root" chpasswd
echo 'ops ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/ops"
chmod 440 "$root/etc/sudoers.d/ops"
for home in root home/ops home/viewer; do
  mkdir -p "$root/$home/.ssh"
  cp "$key" "$root/$home/.ssh/authorized_keys"
  chmod 700 "$root/$home/.ssh"
  chmod 600 "$root/$home/.ssh/authorized_keys"
done
chroot "$root" chown -R ops:ops /home/ops
chroot "$root" chown -R viewer:viewer /home/viewer
rm -f "$root"/etc/ssh/ssh_host_*
mkdir -p "$root/etc/ssh/sshd_config.d"
printf 'UseDNS no\nPermitRootLogin yes\nPasswordAuthentication yes\n' >"$root/etc/ssh/sshd_config.d/lab.conf"
# A sandbox that an emulated kernel cannot give, and a firewall backend it has not.
printf 'security_driver = "none"\ncgroup_controllers = [ ]\nnamespaces = [ ]\n' >>"$root/etc/libvirt/qemu.conf"
[[ -f $root/etc/libvirt/network.conf ]] && echo 'firewall_backend = "iptables"' >>"$root/etc/libvirt/network.conf"
rm -rf "$root"/etc/libvirt/qemu/networks/autostart/*
{ head -c 65520 /dev/zero; printf '\xfa\xf4\xeb\xfd'; head -c 12 /dev/zero; } >"$root/var/lib/libvirt/images/halt.rom"
install -m 755 "$here/init" "$root/usr/sbin/lab-init"
install -m 755 "$here/identity" "$root/usr/sbin/lab-identity"
with_systemd
printf '/dev/root / ext4 defaults,noatime 0 0\n' >"$root/etc/fstab"
: >"$root/etc/resolv.conf"
mkdir -p "$root/lib/modules"
cp -a /usr/lib/uml/modules/* "$root/lib/modules/"
for kernel in /usr/lib/uml/modules/*; do chroot "$root" depmod "$(basename "$kernel")" || true; done

say "image ($(du -sxm "$root" | cut -f1) MB)"
rm -f "$image"
truncate -s 3500M "$image"
# With a journal, as on a host that may lose its power: without one a name may come back on another file.
mke2fs -q -t ext4 -O ^metadata_csum -J size=16 -m 0 -L root -d "$root" "$image"
say "done"
