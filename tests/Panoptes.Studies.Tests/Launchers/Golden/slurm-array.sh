#!/bin/bash
#SBATCH --job-name="a study/array"
#SBATCH --array=1-12%4
#SBATCH --comment=100000000000,200000000000,300000000000,400000000000,500000000000,600000000000,700000000000,800000000000,900000000000,a00000000000,b00000000000,c00000000000
#SBATCH --output="/data/a study/jobs/100%%/%A_%a.out"
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --signal=B:USR1@120
#SBATCH --chdir="/srv/of a user"
#SBATCH --partition=gpu
#SBATCH --account=vision
#SBATCH --time=1-00:00:00
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=16
#SBATCH --gres=gpu:2
#SBATCH --constraint=a100

folder='/data/a study/jobs/100%'
requeue=yes
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
module load cuda/12.4

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
