#!/bin/bash
# A stand-in for one attempt of a cell: counts steps in FOLDER/NAME.step, goes on from there, and stops as asked with exit code 75.
#   cell.sh FOLDER NAME STEPS [SECONDS]
# Where there is FOLDER/NAME.hold, it does no step after the first until that is gone or it is stopped.
# A cell of the list FAKE_FAIL ("2 5") ends with 1 after a step, one of FAKE_HELD with 3 at once.
file=$1/$2.step stop='' seconds=${4:-0.05}
trap 'stop=yes' TERM USR1
step=$(cat "$file" 2>/dev/null) || step=0
echo "attempt of $2 from step $step, scheduler ${PANOPTES_SCHEDULER-none}, job ${PANOPTES_JOB-none}, port ${MASTER_PORT-none}"
[[ " ${FAKE_HELD-} " != *" $2 "* ]] || exit 3
while ((step < $3)); do
  sleep "$seconds"
  while [[ $step -gt 0 && -z $stop && -e $1/$2.hold ]]; do sleep 0.05; done
  step=$((step + 1))
  echo "$step" >"$file.new" && mv "$file.new" "$file"
  [[ " ${FAKE_FAIL-} " != *" $2 "* ]] || exit 1
  if [[ -n $stop ]]; then
    echo "stopped at step $step"
    exit 75
  fi
done
echo "done at step $step"
