#!/bin/bash
# PID 1 of a lab host (or of the switch), inside fresh network, mount, pid and uts namespaces.
# usage: host-init.sh ROLE NAME NUMBER SOURCE_FOLDER PUBLIC_KEY
set -e
role=$1 name=$2 number=$3 src=$4 key=$5
mount --make-rprivate /

# Nothing is written to the machine's disk: what a host writes goes to layers on a tmpfs.
layers() {
  mount -t tmpfs -o mode=755,size=2g lab-run /run
  mkdir -p /run/lab/{bin,svc,log,layer} /run/lock /run/sshd /run/libvirt /run/netns
  cp "$src"/{labsvc,ovs-netdev-fix,devtap,ovs-vsctl.wrap} /usr/bin/ovs-vsctl /run/lab/bin/
  chmod 755 /run/lab/bin/*
  cp "$key" /run/lab/authorized_key
  for dir in etc var usr/local; do
    mkdir -p "/run/lab/layer/$dir"/{upper,work}
    mount -t overlay "lab-$name" -o "lowerdir=/$dir,upperdir=/run/lab/layer/$dir/upper,workdir=/run/lab/layer/$dir/work" "/$dir"
  done
  # Own homes: a login must not run what the machine's user has in .bashrc.
  mount -t tmpfs -o mode=700 lab-root /root
  mount -t tmpfs -o mode=755 lab-home /home
  mount -t tmpfs -o mode=1777 lab-tmp /tmp
  mount -t proc proc /proc
  umount -l /sys
  mount -t sysfs sysfs /sys # must be mounted inside the network namespace, else /sys/class/net is the machine's
}

# Own /dev: /dev/tapN is named after the ifindex, which repeats between network namespaces.
devices() {
  mkdir -p /run/lab/dev
  mount -t tmpfs -o mode=755,size=4m lab-dev /run/lab/dev
  cd /run/lab/dev
  mknod -m 666 null c 1 3; mknod -m 666 zero c 1 5; mknod -m 666 full c 1 7
  mknod -m 666 random c 1 8; mknod -m 666 urandom c 1 9; mknod -m 666 tty c 5 0
  mkdir net pts shm
  mknod -m 666 net/tun c 10 200
  ln -s pts/ptmx ptmx; ln -s /proc/self/fd fd; ln -s fd/0 stdin; ln -s fd/1 stdout; ln -s fd/2 stderr
  cd /
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts /run/lab/dev/pts
  mount -t tmpfs -o mode=1777,size=1g shm /run/lab/dev/shm
  mount --move /run/lab/dev /dev 2>/dev/null || mount --rbind /run/lab/dev /dev
}

identity() {
  hostname "$name"
  echo "$name" >/etc/hostname
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" >/etc/hosts
  printf '%032x\n' $((0x1ab0000 + number)) | sed 's/^0/a/' >/etc/machine-id
  sysctl -qw net.ipv6.conf.all.disable_ipv6=0 2>/dev/null || true
  ip link set lo up
  rm -rf /var/lib/openvswitch/conf.db /var/lib/openvswitch/.conf.db* /var/log/openvswitch/*
}

# Users as sites have them: root by key, `lab` with sudo without password, `guest` without any right.
users() {
  groupadd -f libvirt 2>/dev/null || true
  useradd -m -s /bin/bash -G libvirt lab 2>/dev/null || true
  useradd -m -s /bin/bash guest 2>/dev/null || true
  printf 'lab:labpass\nguest:labpass\n' | chpasswd
  mkdir -p /etc/sudoers.d
  echo 'lab ALL=(ALL) NOPASSWD:ALL' >/etc/sudoers.d/lab
  chmod 440 /etc/sudoers.d/lab
  for home in /root /home/lab /home/guest; do
    mkdir -p "$home/.ssh"
    cp /run/lab/authorized_key "$home/.ssh/authorized_keys"
    chmod 700 "$home/.ssh"
    chmod 600 "$home/.ssh/authorized_keys"
  done
  chown -R lab:lab /home/lab/.ssh
  chown -R guest:guest /home/guest/.ssh
}

ssh_server() {
  rm -f /etc/ssh/ssh_host_* /etc/ssh/sshd_config.d/*
  ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
  cat >/etc/ssh/sshd_config <<EOF
Port 22
HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin prohibit-password
PasswordAuthentication yes
KbdInteractiveAuthentication no
UsePAM yes
UseDNS no
Subsystem sftp /usr/lib/openssh/sftp-server
EOF
}

libvirt() {
  cat >>/etc/libvirt/libvirtd.conf <<EOF
unix_sock_group = "libvirt"
unix_sock_rw_perms = "0770"
auth_unix_rw = "none"
host_uuid = "1ab00000-0000-4000-8000-$(printf %012d "$number")"
EOF
  cat >>/etc/libvirt/qemu.conf <<EOF
security_driver = "none"
cgroup_controllers = [ ]
namespaces = [ ]
stdio_handler = "file"
user = "root"
group = "root"
EOF
  rm -rf /etc/libvirt/qemu/networks/autostart/*
  # A "firmware" that halts at the reset vector (cli; hlt; jmp -3): a running guest that costs nothing.
  { head -c 65520 /dev/zero; printf '\xfa\xf4\xeb\xfd'; head -c 12 /dev/zero; } >/var/lib/libvirt/images/halt.rom
}

answers() { # command: ready means that it answers, not merely that it was started
  local i
  for ((i = 0; i < 600; i++)); do eval "$1" >/dev/null 2>&1 && return 0; sleep 0.03; done
  echo "no answer: $1"
  return 1
}

layers
devices
mount --bind /run/lab/bin/ovs-vsctl.wrap /usr/bin/ovs-vsctl
identity
for ((i = 0; i < 400; i++)); do [[ -e /tmp/.nics-ready ]] && break; sleep 0.02; done
if [[ $role == host ]]; then
  ln -sf /run/lab/bin/labsvc /usr/local/sbin/labsvc
  users
  ssh_server
  libvirt
  /run/lab/bin/labsvc start sshd devtap libvirtd ovsdb-server ovs-vswitchd ovs-netdev-fix lldpd
else
  /run/lab/bin/labsvc start ovsdb-server ovs-vswitchd ovs-netdev-fix lldpd
fi
answers 'ovs-appctl -T 1 version'
if [[ $role == host ]]; then
  answers 'virsh -q list'
  answers 'exec 3<>/dev/tcp/127.0.0.1/22 && exec 3>&-'
fi
touch /run/lab/ready
set +e # from here on only reap what is orphaned to us
trap 'exit 0' TERM
while :; do sleep 3600 & wait $!; done
