#!/bin/bash
#BSUB -J "a.study.one"
#BSUB -Jd "1000000000000000000000000000000000000000000000000000000000000000"
#BSUB -o "/data/a study/jobs/%J.out"
#BSUB -cwd "/work"
#BSUB -r
#BSUB -wa 'USR1'
#BSUB -wt '2'

folder='/data/a study/jobs'
name=a.study.one
requeue=yes
task=$((${LSB_JOBINDEX:-0} > 0 ? LSB_JOBINDEX : 1))
number=$LSB_JOBID
job=$LSB_JOBID
((${LSB_JOBINDEX:-0} == 0)) || job+="[$LSB_JOBINDEX]"
export PANOPTES_SCHEDULER=lsf PANOPTES_JOB=$job
launch=()

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
trap 'forward USR2 USR1' USR2
trap 'forward TERM' TERM
trap 'forward INT TERM' INT

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

if [[ -n $asked && $asked != *USR* ]]; then
  say "ended on purpose, or with no time to spare: not submitted again"
  exit 75
fi
if [[ $requeue == yes ]]; then
  if refused=$(brequeue "$job" 2>&1); then
    say "put back into the queue as the same job"
    exit 75
  fi
  say "brequeue: $refused"
fi
array=()
((${LSB_JOBINDEX:-0} == 0)) || array=(-J "$name[$task]")
again=$(
  unset MASTER_PORT
  for variable in "${!LSB_@}"; do [[ $variable == LSB_DEFAULT* ]] || unset "$variable"; done
  bsub "${array[@]}" <"$folder/job.sh" 2>&1
)
if [[ $again =~ Job\ \<([0-9]+)\> ]]; then
  again=${BASH_REMATCH[1]}
  [[ -z ${array[*]} ]] || again+="[$task]"
  printf '%s\n' "$again" >"$folder/moved.$job.part" && mv "$folder/moved.$job.part" "$folder/moved.$job"
  say "submitted again as $again"
else
  say "bsub: $again"
fi
exit 75
