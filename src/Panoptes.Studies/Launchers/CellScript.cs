namespace Panoptes.Studies.Launchers;

/// <summary>
/// What the scripts of all schedulers have in common: finding the cell of the task, running it with its own log, passing signals on to it,
/// and its exit code. Before it, a script sets <c>folder</c>, <c>task</c>, <c>job</c>,
/// <c>number</c>, and <c>launch</c>: words before the command.
/// </summary>
internal static class CellScript
{
    /// <summary>Functions, and which cell this is.</summary>
    public const string Begin =
        """

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

        """;

    /// <summary>
    /// Runs the cell; <c>code</c> is how it ended. A signal ends bash's wait, not the cell; and one that comes before the cell listens
    /// ends it unsaved, which is an interruption all the same.
    /// </summary>
    public const string Run =
        """

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

        """;
}
