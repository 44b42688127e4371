# Completion of panoptes for bash: source it, or put it into /etc/bash_completion.d or ~/.local/share/bash-completion/completions/panoptes.
_panoptes() {
    local line=${COMP_LINE:0:COMP_POINT} program=${1//[\"\'\\]/} word
    program=${program/#\~\//$HOME/}
    COMPREPLY=()
    while IFS= read -r word; do
        # What stands in quotes already needs no backslashes.
        if [[ ${line%"$2"} != *[\"\'] ]]; then
            printf -v word %q "$word"
            word=${word/#\\~\//\~/}
        fi
        COMPREPLY+=("$word")
    done < <("$program" complete --last "$2" -- "$line" 2>/dev/null)

    # A folder or the name of a setting goes on.
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=.] ]] && compopt -o nospace
    return 0
}
complete -F _panoptes panoptes ./panoptes
