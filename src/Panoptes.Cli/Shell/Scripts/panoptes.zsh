#compdef panoptes
# Completion of panoptes for zsh: put it as _panoptes into a folder of $fpath, or source it after compinit.
_panoptes() {
    local -a all open closed asis
    local program=${(Q)words[1]}
    program=${program/#\~\//$HOME/}
    all=(${(f)"$($program complete -- panoptes "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)"})
    if [[ $PREFIX == \~/* && -z $compstate[quote] ]]; then
        all=(${(q)all})
        all=(${all/#\\\~\//\~/})
        asis=(-Q)
    fi
    open=(${(M)all:#*[/=.]})
    closed=(${all:#*[/=.]})
    (( ${#open} )) && compadd $asis -S '' -- $open
    (( ${#closed} )) && compadd $asis -- $closed
}
if [[ $funcstack[1] == _panoptes ]]; then
    _panoptes "$@"
else
    compdef _panoptes panoptes
fi
