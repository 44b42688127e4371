# Completion of panoptes for PowerShell: add it to $PROFILE.
Register-ArgumentCompleter -Native -CommandName panoptes, panoptes.exe -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = $commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition }
    $words = @($before | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $program = $words[0] -replace '^~(?=[/\\])', $HOME.Replace('$', '$$')
    & $program complete -- @words $wordToComplete.Trim([char[]]"'""") 2>$null | ForEach-Object {
        $text = if ($_ -match '[\s''"`$;|&(){}@#,]') { "'" + $_.Replace("'", "''") + "'" } else { $_ }
        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
    }
}
