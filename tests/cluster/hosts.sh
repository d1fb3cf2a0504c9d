# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# Sourced by ci/cluster: hosts that are network namespaces, with sshd, and with Slurm. It has set `work`, a
# folder that they share, `hosts`, and `fail`.

# ---- hosts ----

on() {  # HOST COMMAND...: on that host, in the foreground
  local host=$1
  shift
  nsenter --net="/run/netns/$host" --uts="/run/uts-$host" "$@"
}
make_hosts() {
  local number=1 host
  ip netns add switch
  ip -n switch link add bridge type bridge
  ip -n switch link set bridge up
  printf '127.0.0.1 localhost\n' >"$work/etc/hosts"
  for host in ctl "${hosts[@]}"; do
    ip netns add "$host"
    ip -n switch link add "$host" type veth peer name eth0 netns "$host"
    ip -n switch link set "$host" master bridge up
    ip -n "$host" address add "10.77.0.$number/24" dev eth0
    ip -n "$host" link set eth0 up
    ip -n "$host" link set lo up
    : >"/run/uts-$host"
    unshare --uts="/run/uts-$host" hostname "$host"
    echo "10.77.0.$number $host" >>"$work/etc/hosts"
    number=$((number + 1))
  done
  mount --bind "$work/etc/hosts" /etc/hosts
}
kill_all_on() { until_true 10 killed_all_on "$1" || fail "$1 does not end"; }
killed_all_on() {  # again, if something was just being started
  local pids
  pids=$(ip netns pids "$1") || return 1
  if [[ -z $pids ]]; then return; fi
  # shellcheck disable=SC2086 # words
  kill -KILL $pids 2>/dev/null || true
  return 1
}
lose() {  # HOST: as by a power cut
  ip -n switch link set "$1" down
  kill_all_on "$1"
}
until_true() {  # SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@" 2>/dev/null; do
    ((SECONDS < end)) || return 1
    sleep 0.1
  done
}

# ---- memory ----

# A group whose processes the kernel kills for memory as soon as they ask for some. Fails where this
# process may not make one.
starving=
make_starving() {
  local root limit
  for root in /sys/fs/cgroup/memory /sys/fs/cgroup; do
    if [[ ! -e $root/cgroup.procs ]]; then continue; fi
    starving=$root/heddle-cluster-$$-${work##*.}
    if [[ -e $root/cgroup.controllers ]]; then
      echo +memory >"$root/cgroup.subtree_control" || true
    fi
    mkdir "$starving" || continue
    # With swap it would be slow, and not be killed.
    for limit in memory.swap.max memory.swappiness; do
      if [[ -e $starving/$limit ]]; then echo 0 >"$starving/$limit" || true; fi
    done
    for limit in memory.max memory.limit_in_bytes; do
      if [[ -e $starving/$limit ]]; then echo 4096 >"$starving/$limit" && return; fi
    done
    rmdir "$starving"
  done 2>/dev/null
  starving=
  return 1
}
killed_for_memory() {
  local file
  for file in memory.events memory.oom_control; do
    if [[ -e $starving/$file ]]; then sed -n 's/^oom_kill //p' "$starving/$file"; fi
  done
}
forget_starving() {
  local pid
  if [[ -z $starving ]]; then return; fi
  while read -r pid; do kill -KILL "$pid" 2>/dev/null || true; done <"$starving/cgroup.procs"
  until_true 10 rmdir "$starving" || true
  starving=
}

# ---- ssh ----

start_sshd() {  # HOST [MOUNT...]: with other files mounted over these, if they are named
  local host=$1
  shift
  on "$host" unshare --mount sh -c \
    'while [ $# -gt 1 ]; do mount --bind "$1" "$2"; shift 2; done; exec /usr/sbin/sshd -D -f "$1"' \
    sh "$@" "$work/etc/sshd_config" </dev/null >>"$work/sshd.log" 2>&1 &
}
set_up_ssh() {
  ssh-keygen -q -t ed25519 -N '' -f "$work/etc/host_key"
  ssh-keygen -q -t ed25519 -N '' -f "$work/etc/key"
  cat >"$work/etc/sshd_config" <<END
HostKey $work/etc/host_key
AuthorizedKeysFile $work/etc/key.pub
StrictModes no
PermitRootLogin prohibit-password
PidFile none
UsePAM no
MaxStartups 100
END
  cat >"$work/etc/ssh_config" <<END
Host *
  IdentityFile $work/etc/key
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  LogLevel ERROR
END
  mount --bind "$work/etc/ssh_config" /etc/ssh/ssh_config
  # What shells of this machine do when they start is not the hosts': locks that are left when one is lost
  # would hold up the others.
  if [[ -e ~root/.bashrc ]]; then
    : >"$work/etc/bashrc"
    mount --bind "$work/etc/bashrc" ~root/.bashrc
  fi
  printf '1/%s\n' "${hosts[@]}" >"$work/hosts"
}
ssh_up() {  # [HOSTS_FILE]: those that are not up
  local host
  for host in "${hosts[@]}"; do
    ip -n switch link set "$host" up
    if ! on ctl ssh -o ConnectTimeout=2 "$host" true 2>/dev/null; then start_sshd "$host"; fi
  done
  for host in "${hosts[@]}"; do expect_ssh "$host"; done
}
expect_ssh() { until_true 10 on ctl ssh -o ConnectTimeout=2 "$1" true || fail "no ssh to $1"; }
ssh_down() {
  local host
  for host in "${hosts[@]}"; do kill_all_on "$host"; done
}

# ---- Slurm ----

set_up_slurm() {
  local host
  mkdir -p "$work/slurm" "$work/munge"
  chmod 0755 "$work"
  dd if=/dev/urandom of="$work/munge/key" bs=1024 count=1 2>/dev/null
  chmod 0600 "$work/munge/key"
  cat >"$work/etc/slurm.conf" <<END
ClusterName=heddle
SlurmctldHost=ctl
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket,cred_expire=15
StateSaveLocation=$work/slurm/state
SlurmdSpoolDir=$work/slurm/spool-%h
SlurmctldPidFile=$work/slurm/ctld.pid
SlurmdPidFile=$work/slurm/d-%h.pid
SlurmctldLogFile=$work/slurm/ctld.log
SlurmdLogFile=$work/slurm/d-%h.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobRequeue=1
RequeueExit=75
# What loses no time after a host is lost (docs/cluster.md).
SlurmdTimeout=10
SlurmctldTimeout=10
KillWait=5
SchedulerParameters=sched_interval=5,bf_interval=5
NodeName=n[1-3] CPUs=1 RealMemory=2000 State=UNKNOWN
PartitionName=batch Nodes=n[1-3] Default=YES MaxTime=60 State=UP
PartitionName=one Nodes=n1 MaxTime=60 State=UP
PartitionName=two Nodes=n[1-2] MaxTime=60 State=UP
PartitionName=short Nodes=n[1-3] MaxTime=1 State=UP
END
  echo 'CgroupPlugin=cgroup/v1' >"$work/etc/cgroup.conf"
  export SLURM_CONF=$work/etc/slurm.conf
}
start_slurmd() {  # HOST [MOUNT...]
  local host=$1
  shift
  mkdir -p "$work/slurm/spool-$host"
  on "$host" unshare --mount sh -c \
    'while [ $# -gt 1 ]; do mount --bind "$1" "$2"; shift 2; done; exec slurmd -D -f "$1"' \
    sh "$@" "$SLURM_CONF" </dev/null >>"$work/slurm/out" 2>&1 &
}
slurm_is_up() { [[ $(on ctl sinfo --noheader --format='%D %t' --states=idle) == "3 idle" ]]; }
slurm_up() {
  local host
  mkdir -p "$work/slurm/state"
  on ctl munged --foreground --force --socket="$work/munge/socket" --key-file="$work/munge/key" \
    --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed" \
    >>"$work/munge/out" 2>&1 &
  until_true 10 test -S "$work/munge/socket" || fail "munge"
  on ctl slurmctld -D -c -f "$SLURM_CONF" >>"$work/slurm/out" 2>&1 &
  for host in "${hosts[@]}"; do
    ip -n switch link set "$host" up
    start_slurmd "$host"
  done
  until_true 60 slurm_is_up || fail "Slurm does not come up"
}
host_back_in_slurm() {  # HOST
  ip -n switch link set "$1" up
  start_slurmd "$1"
  until_true 60 slurm_is_up || fail "$1 does not come back"
}
slurm_down() {
  local host
  for host in ctl "${hosts[@]}"; do kill_all_on "$host"; done
  rm -rf "$work/slurm" "$work/munge/socket"
}
