#!/usr/bin/env bash
# Leases under faults: 32 processes on one study that are killed, stopped, let go on and given a wrong clock, until 1,024 pieces of work are
# done; for each way to keep leases. The logs are judged: never two holders of a token, nothing published under an older token after a
# newer one, no work lost or done twice, take-over within three leases (and the time that a server or link was away).
#
#   eng/test-leases.sh [TRIAL...]          default: all of files, sqlite, postgres, hosts
#
#   files      leases in files
#   sqlite     in SQLite; a process that is stopped while it writes stops all others, so a take-over may take that much longer
#   postgres   in PostgreSQL, which is killed in the middle and is away for 4 s, twice
#   hosts      in PostgreSQL, from two network namespaces that stand for two hosts, whose links are cut for 1 to 5 s now and then; needs root
#
# The machine's own clock is not touched: a worker reads the time of day through a clock that a file sets wrong by days.
set -euo pipefail
root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
program=$root/artifacts/bin/Panoptes.Studies.TestHost/release/Panoptes.Studies.TestHost.dll
seed=${PANOPTES_SEED:-1}

say() { printf '%s %s\n' "$(date +%T)" "$*"; }

[[ -f $program ]] || dotnet build "$root/tests/Panoptes.Studies.TestHost" -c Release -v q -nologo
work=$(mktemp -d)
chmod 755 "$work"
spaces=()
clean() {
  local space
  [[ -z $(jobs -p) ]] || kill $(jobs -p) 2>/dev/null || true
  "$root/eng/postgres.sh" stop "$work/server" >/dev/null 2>&1 || true
  for space in ${spaces[@]+"${spaces[@]}"}; do
    ip link del "v$space" 2>/dev/null || true
    ip netns del "$space" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT TERM

drive() { # NAME SETTING...
  local name=$1
  shift
  mkdir -p "$work/$name"
  dotnet "$program" drive "Folder=$work/$name" "Seed=$seed" "$@"
}

# Kills the server after a while, and starts it again, as long as the trial goes on.
crash() {
  local times
  for times in 1 2; do
    sleep 12
    "$root/eng/postgres.sh" crash "$work/server"
    sleep 4
    # What the killed server left running holds its memory for a moment.
    until "$root/eng/postgres.sh" start "$work/server" >/dev/null 2>&1; do sleep 0.2; done
    say "PostgreSQL was killed and is back ($times)"
  done
}

# A network of two hosts: each a namespace with one link to this one, which has the server.
hosts() {
  local number space
  for number in 1 2; do
    space=lease$number$$
    spaces+=("$space")
    ip netns add "$space"
    ip link add "v$space" type veth peer name eth0 netns "$space"
    ip addr add "10.213.$number.1/24" dev "v$space"
    ip link set "v$space" up
    ip -n "$space" addr add "10.213.$number.2/24" dev eth0
    ip -n "$space" link set eth0 up
    ip -n "$space" link set lo up
  done
}

cut_links() {
  local space count=0
  while sleep $((RANDOM % 5 + 3)); do
    space=${spaces[RANDOM % 2]}
    ip link set "v$space" down
    sleep $((RANDOM % 5 + 1))
    ip link set "v$space" up
    count=$((count + 1))
    printf '%s\n' "$count" >"$work/cuts"
  done
}

run_trial() { # NAME
  case $1 in
    files) drive files Backend=files ;;
    sqlite) drive sqlite Backend=sqlite Outage=8 ;;
    postgres)
      local connection code=0
      connection=$("$root/eng/postgres.sh" start "$work/server")
      crash &
      drive postgres Backend=postgres "Connection=$connection" Outage=6 || code=$?
      wait
      "$root/eng/postgres.sh" stop "$work/server"
      return "$code"
      ;;
    hosts)
      local connection code=0 cutter
      hosts
      PANOPTES_POSTGRES='-c listen_addresses=*' "$root/eng/postgres.sh" start "$work/server" >"$work/connection"
      # Without names, which these hosts cannot ask anybody for, Kerberos would wait for an answer.
      connection="$(sed 's/Host=[^;]*/Host=10.213.1.1/' "$work/connection");GSS Encryption Mode=Disable"
      # Both reach the server by the address of the first link's end; the second host by way of its own.
      ip -n "${spaces[0]}" route add default via 10.213.1.1
      ip -n "${spaces[1]}" route add default via 10.213.2.1
      printf 'host all all 10.213.0.0/16 trust\n' >>"$work/server/data/pg_hba.conf"
      psql -q "host=127.0.0.1 port=$(cat "$work/server/port") user=panoptes dbname=postgres" -c 'SELECT pg_reload_conf()' >/dev/null
      cut_links &
      cutter=$!
      drive hosts Backend=postgres "Connection=$connection" Outage=10 "Prefixes=ip netns exec ${spaces[0]};ip netns exec ${spaces[1]}" ||
        code=$?
      kill "$cutter" 2>/dev/null || true
      wait "$cutter" 2>/dev/null || true
      say "links were cut $(cat "$work/cuts" 2>/dev/null || printf 0) times"
      return "$code"
      ;;
    *)
      printf 'test-leases.sh: %s: files, sqlite, postgres or hosts\n' "$1" >&2
      return 2
      ;;
  esac
}

failed=()
for trial in "${@:-files sqlite postgres hosts}"; do
  for name in $trial; do
    say "$name"
    run_trial "$name" || failed+=("$name")
  done
done
[[ ${#failed[@]} == 0 ]] || {
  printf 'test-leases.sh: wrong: %s\n' "${failed[*]}" >&2
  exit 1
}
say "all trials were right"
