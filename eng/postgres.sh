#!/usr/bin/env bash
# A PostgreSQL server of one's own, for tests and trials: Debian's, installed where it is missing, in a folder, on loopback alone.
#
#   eng/postgres.sh start FOLDER [PORT]     starts it (made where missing) and prints the connection string
#   eng/postgres.sh stop FOLDER             ends it; the data stay
#   eng/postgres.sh crash FOLDER            kill -9 of the server, as a lost machine would
set -euo pipefail
verb=${1:?start, stop or crash} folder=$(realpath -m "${2:?the folder}") port=${3:-0}

binaries() {
  local path
  path=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1) || true
  if [[ -z $path ]]; then
    [[ $(id -u) == 0 ]] || {
      printf 'postgres.sh: no PostgreSQL; install the package postgresql\n' >&2
      exit 1
    }
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends postgresql >/dev/null
    path=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
  fi
  printf '%s' "$path"
}

# The server refuses to run as root.
run() {
  if [[ $(id -u) == 0 ]]; then
    setpriv --reuid=postgres --regid=postgres --clear-groups env -C / "$@"
  else
    "$@"
  fi
}

bin=$(binaries)
case $verb in
  start)
    if [[ ! -f $folder/data/PG_VERSION ]]; then
      mkdir -p "$folder"
      [[ $(id -u) != 0 ]] || chown postgres "$folder"
      run "$bin/initdb" -D "$folder/data" -U panoptes -A trust --no-sync >"$folder/init.log"
    fi
    if [[ $port == 0 ]]; then
      port=$(cat "$folder/port" 2>/dev/null ||
        python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    fi
    printf '%s\n' "$port" >"$folder/port"
    run "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/data/server.log" \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 ${PANOPTES_POSTGRES:-}" start >/dev/null
    printf 'Host=127.0.0.1;Port=%s;Username=panoptes;Database=postgres\n' "$port"
    ;;
  stop) run "$bin/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null ;;
  crash)
    pid=$(head -n 1 "$folder/data/postmaster.pid")
    kill -9 "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
    ;;
  *)
    printf 'postgres.sh: %s: start, stop or crash\n' "$verb" >&2
    exit 2
    ;;
esac
