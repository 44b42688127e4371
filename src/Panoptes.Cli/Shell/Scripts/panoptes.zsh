#compdef panoptes
# Completion of panoptes for zsh: put it as _panoptes into a folder of $fpath, or source it after compinit.
_panoptes() {
    local -a all open closed
    all=("${(@f)$(${~words[1]} complete -- "${BUFFER[1,CURSOR]}" 2>/dev/null)}")
    open=(${(M)all:#*[/=.]})
    closed=(${all:#*[/=.]})
    (( ${#open} )) && compadd -S '' -- $open
    (( ${#closed} )) && compadd -- $closed
}
if [[ $funcstack[1] == _panoptes ]]; then
    _panoptes "$@"
else
    compdef _panoptes panoptes
fi
