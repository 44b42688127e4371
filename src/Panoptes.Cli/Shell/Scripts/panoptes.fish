# Completion of panoptes for fish: put it as panoptes.fish into ~/.config/fish/completions.
function __panoptes_complete
    set -l program (commandline -opc)[1]
    $program complete -- (commandline -cp) 2>/dev/null
end
complete -c panoptes -f -a '(__panoptes_complete)'
