# Slurm on this machine alone, for scripts that source this: Debian's, installed where it is missing, its daemons with a configuration of
# their own in a folder of their own, taken down by slurm_stop. Needs root.
#
#   fail, say           as the script defines them
#   slurm_start FOLDER  starts munge, slurmctld and slurmd; sets SLURM_CONF. FOLDER is one that others may enter.
#   slurm_node          starts slurmd again after it was killed
#   slurm_stop          ends them
#
# Partitions: low (jobs of high push its jobs out: they are requeued), patient (the same, with a minute of grace), doomed (they are
# cancelled) and high.
slurm_daemons=()

slurm_start() {
  slurm_folder=$1
  slurm_host=$(hostname -s)
  [[ $(id -u) == 0 ]] || fail "needs root, for slurmd: sudo $0"
  export PATH=$PATH:/usr/sbin
  if ! command -v slurmctld slurmd srun munged >/dev/null; then
    say "installing slurmctld, slurmd, slurm-client and munge"
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends slurmctld slurmd slurm-client munge >/dev/null ||
      fail "apt-get install slurmctld slurmd slurm-client munge did not work (apt-get update?)"
  fi
  mkdir -m 700 "$slurm_folder/munge" "$slurm_folder/state" "$slurm_folder/spool"
  dd if=/dev/urandom of="$slurm_folder/munge/key" bs=1024 count=1 status=none
  chmod 600 "$slurm_folder/munge/key"
  chmod 711 "$slurm_folder/munge"
  cat >"$slurm_folder/slurm.conf" <<CONF
ClusterName=panoptes
SlurmctldHost=$slurm_host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm_folder/munge/socket,cred_expire=5
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation=$slurm_folder/state
SlurmdSpoolDir=$slurm_folder/spool
SlurmctldPidFile=$slurm_folder/slurmctld.pid
SlurmdPidFile=$slurm_folder/slurmd.pid
SlurmctldLogFile=$slurm_folder/slurmctld.log
SlurmdLogFile=$slurm_folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=2,bf_interval=2
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
JobRequeue=1
KillWait=30
SlurmdTimeout=${SLURM_NODE_TIMEOUT:-300}
MpiDefault=none
ReturnToService=2
NodeName=$slurm_host NodeAddr=127.0.0.1 CPUs=2 RealMemory=${SLURM_NODE_MEMORY:-8000} State=UNKNOWN
PartitionName=low Nodes=$slurm_host Default=YES PriorityTier=1 PreemptMode=REQUEUE MaxTime=INFINITE State=UP
PartitionName=patient Nodes=$slurm_host PriorityTier=1 PreemptMode=REQUEUE GraceTime=60 MaxTime=INFINITE State=UP
PartitionName=doomed Nodes=$slurm_host PriorityTier=1 PreemptMode=CANCEL MaxTime=INFINITE State=UP
PartitionName=high Nodes=$slurm_host PriorityTier=2 PreemptMode=OFF MaxTime=INFINITE State=UP
CONF
  export SLURM_CONF=$slurm_folder/slurm.conf
  slurm_daemon munged munged --force --key-file "$slurm_folder/munge/key" --socket "$slurm_folder/munge/socket" \
    --pid-file "$slurm_folder/munged.pid" --log-file "$slurm_folder/munged.log" --seed-file "$slurm_folder/munge/seed"
  slurm_daemon slurmctld slurmctld
  slurm_node
  for _ in $(seq 60); do
    [[ $(sinfo -h -p low -o %t 2>/dev/null) != idle ]] || break
    sleep 1
  done
  [[ $(sinfo -h -p low -o %t) == idle ]] || {
    tail -n 20 "$slurm_folder"/slurm*.log >&2
    fail "the node does not come up: $(sinfo -h -o '%t %E')"
  }
  say "$(srun --version) is up: $(sinfo -h -p low -o '%n, %c CPUs')"
}

slurm_node() { slurm_daemon slurmd slurmd -N "$slurm_host"; }

slurm_daemon() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >"$slurm_folder/$name.out" 2>&1 || {
    cat "$slurm_folder/$name.out" "$slurm_folder/$name.log" 2>/dev/null | tail -n 20 >&2
    fail "$name does not start"
  }
  slurm_daemons=("$name" "${slurm_daemons[@]}")
}

slurm_stop() {
  local daemon pid
  scancel --user=root 2>/dev/null || true
  for daemon in "${slurm_daemons[@]}"; do
    pid=$(cat "$slurm_folder/$daemon.pid" 2>/dev/null) || continue
    kill "$pid" 2>/dev/null || true
    timeout 20 tail --pid="$pid" -f /dev/null || kill -9 "$pid" 2>/dev/null || true
  done
}
