# What the stand-ins of both schedulers share; they source it. FAKE is the folder of their records: jobs/ID/TASK.{stat,code,reason,group,
# again,runs}. What goes wrong is set by lists of tasks ("2 5"), each in the first run of a task and once its cell has done a step
# (FAKE/cells/TASK.step): see the functions "go_wrong" of sbatch and bsub.
is_in() { [[ " ${!1-} " == *" $2 "* ]]; }

new_id() { # sets id
  mkdir -p "$FAKE/jobs"
  id=100
  until mkdir "$FAKE/jobs/$id" 2>/dev/null; do id=$((id + 1)); done
}

put() { printf '%s\n' "$2" >"$1.part" && mv "$1.part" "$1"; }

# Runs the tasks of a job, which have to be pending, in the background, at most LIMIT at a time; one that was to run again does.
run_tasks() { # ID LIMIT TASK...
  local id=$1 limit=$2 task
  shift 2
  for task; do
    while (($(jobs -rp | wc -l) >= limit)); do wait -n; done
    run_task "$id" "$task" &
  done
  wait
}

run_task() { # ID TASK
  local id=$1 task=$2 base=$FAKE/jobs/$1/$2 run pid wrong code
  for ((run = 1; ; run++)); do
    [[ $(cat "$base.stat") == PEND ]] || return
    rm -f "$base.reason" "$base.again"
    put "$base.runs" "$run"
    put "$base.stat" RUN
    start_task "$id" "$task" "$run" & # becomes the task's script, the head of a process group
    pid=$!
    put "$base.group" "$pid"
    wrong=''
    if ((run == 1)) && [[ ! -e $FAKE/over.$task ]]; then
      begun_then_wrong "$id" "$task" "$pid" &
      wrong=$!
    fi
    wait "$pid"
    code=$?
    # What made the task go wrong may not have come to let the next run pass.
    [[ -z $wrong ]] || { kill "$wrong" 2>/dev/null; rm -f "$FAKE/cells/$((task > 0 ? task : 1)).hold"; }
    put "$base.code" "$code"
    [[ -e $base.again ]] || break
    put "$base.stat" PEND
  done
  put "$base.stat" "$( ((code == 0)) && echo DONE || echo EXIT)"
}

begun_then_wrong() { # ID TASK PID
  local i cell=$FAKE/cells/$(($2 > 0 ? $2 : 1))
  for ((i = 0; i < 400; i++)); do
    [[ ! -e $cell.step ]] || break
    sleep 0.05
  done
  : >"$FAKE/over.$2"
  go_wrong "$@"
  rm -f "$cell.hold"
}

# The number of tasks, and how many may run at a time, of 1-12%4.
first_of() { [[ $1 =~ ^([0-9]+) ]] && printf '%s' "${BASH_REMATCH[1]}"; }
last_of() { [[ $1 =~ ^[0-9]+-([0-9]+) ]] && printf '%s' "${BASH_REMATCH[1]}" || first_of "$1"; }
limit_of() { [[ $1 =~ %([0-9]+)$ ]] && printf '%s' "${BASH_REMATCH[1]}" || printf 1000; }
