#!/usr/bin/env bash
# A study of real, small trainings through the verbs, as a team has it, under Slurm on this machine alone (see slurm.sh; needs root): an
# array of 12 cells of which one is cancelled, one pushed out, one out of time, and the node's daemon killed once. `study submit` run once
# more has to leave all of them completed.
#
#   eng/test-study-verbs.sh [PROGRAM] [FOLDER]   default: ./panoptes of this repository; a built panoptes.dll will do
set -euo pipefail
root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
program=$(realpath "${1:-$root/panoptes}")
command=("$program")
[[ $program != *.dll ]] || command=(dotnet "$program")
fail() {
  printf 'test-study-verbs.sh: %s\n' "$*" >&2
  exit 1
}
say() { printf '%s %s\n' "$(date +%T)" "$*"; }
panoptes() { "${command[@]}" "$@"; }

. "$root/eng/slurm.sh"
work=$(mktemp -d)
chmod 755 "$work"
stop() {
  slurm_stop
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
study=${2:-$work}
cd "$study"
cat >slurm.yaml <<YAML
title: Twelve cells under Slurm
scenes: {images: 40, height: 64, width: 128, held_out: 0.2}
models: [{name: deeplab, config: $root/configs/reproduce/semantic-bench/deeplab.yaml}]
recipes: [{name: short, set: [train.steps=240]}, {name: long, set: [train.steps=360]}]
set: [train.checkpoint.every=40, train.evaluation.every=0]
seeds: [0, 1, 2, 3, 4, 5]
leases: {seconds: 10}
launcher: {kind: slurm, slurm: {partition: low, time: "00:10:00", cpus: 1, signal: 20}}
YAML
panoptes study plan slurm.yaml | tail -n 2
slurm_start "$work"

say "submit"
panoptes study submit slurm
job=$(squeue -h -o %A | sort -n | head -n 1)
say "array $job: $(squeue -h -r -o %i | wc -l) tasks"
running() { squeue -h -r -t R -o %i; }
for _ in $(seq 120); do [[ $(running | wc -l) -lt 2 ]] || break; sleep 0.5; done

say "cancel one that waits, through the verb"
waiting=$(panoptes study status slurm --all | awk '$3 == "pending" || $3 == "submitted" {print $1}' | tail -n 1)
panoptes cell cancel slurm "$waiting" --reason "to see it come back"

say "push one out: a job of a higher partition takes its cores for a few seconds"
sleep 5
sbatch -p high -c 1 --wrap 'sleep 10' -o /dev/null >/dev/null
sleep 12

say "have one run out of time"
victim=$(running | head -n 1)
scontrol update JobId="$victim" TimeLimit=00:00:01 2>/dev/null || say "it had ended already"

say "kill slurmd, and start it again"
kill -9 "$(cat "$work/slurmd.pid")"
sleep 5
slurm_node

for _ in $(seq 600); do
  [[ $(squeue -h -r -o %i | wc -l) -gt 0 ]] || break
  sleep 1
done
panoptes study status slurm --all
say "submit once more, with what was cancelled"
panoptes study retry slurm || true
for _ in $(seq 600); do
  [[ $(squeue -h -r -o %i | wc -l) -gt 0 ]] || break
  sleep 1
done
panoptes study status slurm --all
panoptes study status slurm | grep -q '12 completed' || fail "not all completed"
panoptes cell show slurm "$waiting" --verify
say "all 12 completed"
