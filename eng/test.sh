# shellcheck shell=bash disable=SC2154
# ./panoptes test, sourced by ./panoptes: builds what changed, runs every test project, and sums up.

test_help() {
  cat <<'HELP'
Usage: ./panoptes test [--slow] [FILTER...]

Runs the tests of every project, one project after the other, and closes with the totals.

  --slow      also the tests marked slow (minutes each)
  FILTER      only tests whose full name contains one of these words

Examples:
  ./panoptes test
  ./panoptes test Geometry
  ./panoptes test --slow Resume
HELP
}

run_tests() {
  local slow=0 words=() argument
  for argument in "$@"; do
    case $argument in
      --slow) slow=1 ;;
      -h | -\? | --help)
        test_help
        return 0
        ;;
      -*)
        printf "panoptes test: unknown option '%s' (known: --slow)\n" "$argument" >&2
        exit 2
        ;;
      *) words+=("$argument") ;;
    esac
  done

  # shellcheck source=eng/setup.sh
  source "$root/eng/setup.sh"
  set_up_tests

  local filter='' word
  for word in ${words[@]+"${words[@]}"}; do
    filter+=${filter:+|}FullyQualifiedName~$word
  done
  if [[ $slow -eq 1 ]]; then
    export PANOPTES_SLOW=1
  else
    filter=${filter:+($filter)&}Speed!=Slow
  fi

  local results=$root/artifacts/test-results folder name dll output begin status=0
  local passed=0 failed=0 skipped=0 aborted=()
  rm -rf "$results"
  mkdir -p "$results"
  begin=$SECONDS
  for folder in "$root"/tests/Panoptes.*.Tests; do
    name=${folder##*/}
    dll=$root/artifacts/bin/$name/release/$name.dll
    output=$results/$name.log
    local began=$SECONDS code=0
    dotnet test "$dll" ${filter:+--filter "$filter"} --logger "console;verbosity=normal" >"$output" 2>&1 </dev/null || code=$?
    local p f s
    p=$(count Passed "$output") f=$(count Failed "$output") s=$(count Skipped "$output")
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    printf '%-34s %5d passed %4d failed %4d skipped %5d s\n' "$name" "$p" "$f" "$s" $((SECONDS - began))
    if [[ $code -ne 0 ]]; then
      status=1
      sed -n '/^ *Failed /,/^ *Stack Trace:/p' "$output" | head -n 200
      if [[ $f -eq 0 ]]; then
        aborted+=("$name")
        tail -n 20 "$output"
      fi
    fi
  done
  printf '\nall tests: %d s; full output in %s\n' $((SECONDS - begin)) "$results"
  for name in ${aborted[@]+"${aborted[@]}"}; do
    printf '%s did not run to its end\n' "$name"
    failed=$((failed + 1))
  done
  if [[ $((passed + failed)) -eq 0 ]]; then
    printf 'no test was run: no name contains %s\n' "${words[*]:-anything}" >&2
    status=1
  fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  exit "$status"
}

# A number of the closing table of one project's run ("     Passed: 12"), 0 where it is not there.
count() { # WORD FILE
  local number
  number=$(sed -n "s/^ *$1: *\([0-9][0-9]*\)$/\1/p" "$2" | tail -n 1)
  printf '%d' "${number:-0}"
}
