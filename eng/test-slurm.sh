#!/usr/bin/env bash
# Trains under Slurm on this machine alone: installs Debian's Slurm where it is missing, starts its daemons with a configuration of their
# own in a temporary folder, and takes them down again. Needs root.
#
#   eng/test-slurm.sh [PROGRAM]           default: ./panoptes of this repository; a built panoptes.dll will do
#
# 1. srun -n 2 panoptes train: two tasks that are one training.
# 2. The same as a batch job that a job of a higher partition pushes out in the middle: Slurm ends it, requeues and starts it again. It has
#    to end in the bytes of the checkpoint of 1.
# 3. The same with a grace time, in which the job ends by itself with 75, and requeues itself.
set -euo pipefail
root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
program=${1:-$root/panoptes}
[[ $program == /* ]] || program=$PWD/$program
command=("$program")
[[ $program != *.dll ]] || command=(dotnet "$program")

fail() {
  printf 'test-slurm.sh: %s\n' "$*" >&2
  exit 1
}
say() { printf '%s %s\n' "$(date +%T)" "$*"; }

. "$root/eng/slurm.sh"
work=$(mktemp -d)
chmod 755 "$work"
stop() {
  slurm_stop
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
slurm_start "$work"

cd "$work"
"${command[@]}" data synth --out scenes --images 60 --size 96x192 >/dev/null
printf 'data: {root: scenes}\nmodel: {name: deeplabv3plus_mobilenetv2, dropout: 0}\n' >base.yaml
train=("${command[@]}" train base.yaml "augmentation.crop=[64,128]" train.steps=40 train.batch_size=4 train.threads=1 train.log_every=1
  train.checkpoint.every=5 train.evaluation.every=20 report.images=0)
last() { sha256sum "runs/$1/checkpoints/step_00000040.safetensors" | cut -c 1-64; }

# Ends with the job's history: it was pushed out by another one, at which step, and how it ended.
pushed_out() { # NAME PARTITION
  local name=$1 partition=$2 job events=runs/$1/events.jsonl at
  {
    printf '#!/bin/bash\n#SBATCH --job-name=%s --ntasks=2 --requeue --open-mode=append --partition=%s\n' "$name" "$partition"
    printf 'srun -n 2 --mpi=none %s run.name=%s\ncode=$?\n' "${train[*]@Q}" "$name"
    # Slurm requeues by itself what it ends by itself.
    printf '[ $code != 75 ] || [ %s != patient ] || scontrol requeue $SLURM_JOB_ID\nexit $code\n' "$partition"
  } >"$name.sh"
  job=$(sbatch --parsable --output="$name.log" "$name.sh")
  until [[ -e $events ]] && (($(grep -c '"event":"train"' "$events") >= 12)); do
    squeue -h -j "$job" -o %t | grep -q . || fail "$name ended too soon: $(tail -n 3 "$name.log")"
    sleep 0.1
  done
  srun --partition=high -n 2 --mpi=none --job-name=urgent sleep 1 2>/dev/null
  at=$(grep '"event":"attempt_end"' "$events" | head -n 1)
  for _ in $(seq 240); do
    squeue -h -j "$job" -o %t 2>/dev/null | grep -q . || break
    [[ $(scontrol show job "$job" -o | grep -o 'JobState=[A-Z]*') != JobState=COMPLETED ]] || break
    sleep 1
  done
  say "$name: $(scontrol show job "$job" -o | grep -oE '(JobState|Restarts|ExitCode)=[^ ]+' | paste -sd ' ')"
  say "$name: the first attempt ended with: $(grep -oE '"(reason|exit_code|step)":[^,}]*' <<<"$at" | paste -sd ' ')"
  [[ $(last "$name" 2>/dev/null) == "$(last unbroken)" ]] || {
    tail -n 15 "$name.log" >&2
    fail "$name ended in other bytes than unbroken, or not at all"
  }
  scontrol show job "$job" -o | grep -q 'Restarts=1 ' || fail "$name was not restarted once"
}

srun -n 2 --mpi=none "${train[@]}" run.name=unbroken >unbroken.log 2>&1 || {
  tail -n 15 unbroken.log >&2
  fail "srun ended with another code than 0"
}
grep -q '2 processes, of which this is rank 0' unbroken.log || fail "the tasks of srun trained apart"
say "unbroken: $(last unbroken)"
pushed_out requeued low
pushed_out patient patient
say "both jobs ended in the bytes of the unbroken training"
