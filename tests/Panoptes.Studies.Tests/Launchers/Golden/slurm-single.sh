#!/bin/bash
#SBATCH --job-name="a study/one"
#SBATCH --comment=1000000000000000000000000000000000000000000000000000000000000000
#SBATCH --output="/data/a study/jobs/100%%/%j.out"
#SBATCH --open-mode=append
#SBATCH --no-requeue
#SBATCH --chdir=/work
#SBATCH --nodes=1
#SBATCH --ntasks=1

folder='/data/a study/jobs/100%'
requeue=no
task=$((${SLURM_ARRAY_TASK_ID:-1}))
number=$SLURM_JOB_ID
job=${SLURM_ARRAY_JOB_ID:+${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID}
job=${job:-$SLURM_JOB_ID}
export PANOPTES_SCHEDULER=slurm PANOPTES_JOB=$job

# Where a pre-emption leaves time, Slurm tells steps of it, not this script.
launch=(srun --ntasks=1 --mpi=none ${SLURM_CPUS_PER_TASK:+--cpus-per-task=$SLURM_CPUS_PER_TASK})
command -v srun >/dev/null || launch=()

say() { printf '%s %s\n' "$(date -u +%FT%TZ)" "$*"; }

IFS=$'\t' read -r found cell fingerprint log words < <(sed -n "${task}p" "$folder/cells.tsv")
if [[ $found != "$task" ]]; then
  say "no task $task in $folder/cells.tsv"
  exit 1
fi
eval "command=($words)"
say "job $job on $(hostname): cell $cell, fingerprint $fingerprint, log $log"
mkdir -p "${log%/*}"

# Two jobs on one machine must not meet at the same port.
export MASTER_PORT=${MASTER_PORT:-$((20000 + number % 9500))}

# The scheduler may tell this script alone.
child='' asked='' caught=''
forward() {
  asked+=" $1" caught=yes
  say "got $1: the cell is to save and stop"
  [[ -z $child ]] || kill -s "${2:-$1}" "$child" 2>/dev/null
}
trap 'forward USR1' USR1
trap 'forward TERM' TERM

code=75
if [[ -z $asked ]]; then
  # SIGUSR2, which LSF sends to all at the run limit, and SIGINT would end the cell before it can save: it gets what this
  # script passes on.
  (trap '' USR2 INT; exec "${launch[@]}" "${command[@]}") >>"$log" 2>&1 </dev/null &
  child=$!
  [[ -z $asked ]] || kill -s TERM "$child" 2>/dev/null
  while :; do
    caught=''
    wait "$child"
    code=$?
    [[ -n $caught ]] || break
  done
fi
case $code in
  138 | 143) [[ -z $asked ]] || code=75 ;;
esac
child=''
say "cell $cell ended with exit code $code"
[[ $code == 75 ]] || exit "$code"

# By the array and the task: the last task of an array has the array's own number, which stands for all of them.
told=$(scontrol show job --oneliner "$job" 2>&1)
field() { [[ $told =~ (^|[[:space:]])$1=([^[:space:]]*) ]] && printf '%s' "${BASH_REMATCH[2]}"; }
state=$(field JobState) preempted=$(field PreemptTime) restarts=$(field Restarts) ran=$(field RunTime) limit=$(field TimeLimit)
is_late=no
[[ -z $ran || ${#ran} -lt ${#limit} || (${#ran} -eq ${#limit} && $ran < $limit) ]] || is_late=yes
if [[ ${restarts:-0} -gt ${SLURM_RESTART_COUNT:-0} ]]; then
  say "Slurm has put the job back into the queue"
  exit 75
fi
if [[ $state == COMPLETING || ($asked == *TERM* && $state != RUNNING) ]]; then
  if [[ $preempted != [0-9]* && $is_late == no ]]; then
    say "ended on purpose: not submitted again"
    exit 75
  fi
fi
if [[ $requeue == yes ]]; then
  if refused=$(scontrol requeue "$job" 2>&1); then
    say "put back into the queue as the same job"
    exit 75
  fi
  say "scontrol requeue: $refused"
fi
array=()
[[ -z ${SLURM_ARRAY_TASK_ID-} ]] || array=(--array="$task")
again=$(
  conf=${SLURM_CONF-}
  unset "${!SLURM_@}" MASTER_PORT
  [[ -z $conf ]] || export SLURM_CONF="$conf"
  sbatch --parsable "${array[@]}" "$folder/job.sh" 2>&1
)
if [[ $again =~ ^[0-9]+ ]]; then
  again=${BASH_REMATCH[0]}
  [[ -z ${array[*]} ]] || again+=_$task
  printf '%s\n' "$again" >"$folder/moved.$job.part" && mv "$folder/moved.$job.part" "$folder/moved.$job"
  say "submitted again as $again"
else
  say "sbatch: $again"
fi
exit 75
