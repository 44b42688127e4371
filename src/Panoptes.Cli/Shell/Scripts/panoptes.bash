# Completion of panoptes for bash: source it, or put it into /etc/bash_completion.d or ~/.local/share/bash-completion/completions/panoptes.
_panoptes() {
    local line=${COMP_LINE:0:COMP_POINT} word cut
    local IFS=$'\n'
    COMPREPLY=($("$1" complete -- "$line" 2>/dev/null))

    # Bash breaks words at '=' and ':' and replaces the last piece alone.
    word=${line##*[[:space:]]}
    cut=${word%"${word##*[=:]}"}
    [[ -n $cut ]] && COMPREPLY=("${COMPREPLY[@]#"$cut"}")

    # A folder or the name of a setting goes on.
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=.] ]] && compopt -o nospace
    return 0
}
complete -F _panoptes panoptes ./panoptes
