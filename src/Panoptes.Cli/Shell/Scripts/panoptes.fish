# Completion of panoptes for fish: put it as panoptes.fish into ~/.config/fish/conf.d.
function __panoptes_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    command -q $program; or return
    $program complete -- $words (string unescape -- "$(commandline -ct)") 2>/dev/null
end
complete -c panoptes -f -a '(__panoptes_complete)'
