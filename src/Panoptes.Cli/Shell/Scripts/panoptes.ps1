# Completion of panoptes for PowerShell: add it to $PROFILE.
Register-ArgumentCompleter -Native -CommandName panoptes, panoptes.exe -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $line = $commandAst.ToString().PadRight($cursorPosition).Substring(0, $cursorPosition)
    & $commandAst.CommandElements[0].Value complete -- $line 2>$null | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
