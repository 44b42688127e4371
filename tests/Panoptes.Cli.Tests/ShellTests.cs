using System.Diagnostics;
using Panoptes.Cli.Shell;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>The completion scripts in the shells that they are for, with names that need quotes.</summary>
public sealed class ShellTests : IDisposable
{
    private static readonly (string Typed, string Completed)[] Lines =
    [
        ("./panoptes runs li", "./panoptes runs list "),
        ("true; FOO=1 ./panoptes runs li", "true; FOO=1 ./panoptes runs list "),
        ("~/panoptes predict runs/fi", "~/panoptes predict runs/first "),
        (@"./my\ dir/panoptes runs li", @"./my\ dir/panoptes runs list "),
        ("./panoptes predict runs/first pho", "./panoptes predict runs/first photos/"),
        ("./panoptes predict runs/first photos/b", @"./panoptes predict runs/first photos/b\ c.jpg "),
        (@"./panoptes predict runs/first photos/b\ ", @"./panoptes predict runs/first photos/b\ c.jpg "),
        ("./panoptes predict \"runs/fi", "./panoptes predict \"runs/first\" "),
        ("./panoptes predict runs/first 'photos/b c", "./panoptes predict runs/first 'photos/b c.jpg' "),
        ("./panoptes predict runs/first ~/photos/b", @"./panoptes predict runs/first ~/photos/b\ c.jpg "),
        ("./panoptes predict runs/first --out=pho", "./panoptes predict runs/first --out=photos/"),
        ("./panoptes train a.yaml train.precision=b", "./panoptes train a.yaml train.precision=bf16 "),
        ("./panoptes train a.yaml train.opt", "./panoptes train a.yaml train.optimizer."),
        ("./panoptes runs list --format ", "./panoptes runs list --format "),
        ("./panoptes no such thing ", "./panoptes no such thing "),
    ];

    private readonly TemporaryFolder folder = new();

    public ShellTests()
    {
        folder.Write("runs/first/config.resolved.yaml", "");
        folder.Write("runs/no-run/notes.txt", "");
        folder.Write("photos/b c.jpg", "");
        foreach (var program in new[] { folder["panoptes"], folder["my dir/panoptes"] })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(program)!);
            File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{typeof(Completer).Assembly.Location}' \"$@\"\n");
            Process.Start("chmod", ["+x", program]).WaitForExit();
        }
    }

    public void Dispose() => folder.Dispose();

    [NeedsProgramFact("bash", "script")]
    [Trait("Speed", "Slow")]
    public void Bash_completes_what_is_typed()
    {
        folder.Write("script", CompletionScripts.Of("bash"));
        folder.Write("rc", """
            say() { printf '%s\n' "$READLINE_LINE" >> ~/said; READLINE_LINE= READLINE_POINT=0; }
            bind -x '"\C-g": say'
            source ./script
            echo ready >> ~/said
            """);
        Check("bash --rcfile rc -i");
    }

    [NeedsProgramTheory("zsh", "script")]
    [Trait("Speed", "Slow")]
    [InlineData(true)]
    [InlineData(false)]
    public void Zsh_completes_what_is_typed(bool isFound)
    {
        folder.Write("functions/_panoptes", CompletionScripts.Of("zsh"));
        folder.Write(".zshrc", $$"""
            say() { print -r -- "$BUFFER" >> ~/said; BUFFER= }
            zle -N say
            bindkey '^G' say
            {{(isFound ? "fpath=(~/functions $fpath)" : "")}}
            autoload -Uz compinit && compinit -u -D
            {{(isFound ? "" : "source ~/functions/_panoptes")}}
            echo ready >> ~/said
            """);
        Check("zsh -d -i");
    }

    [NeedsProgramTheory("fish")]
    [Trait("Speed", "Slow")]
    [InlineData("panoptes runs li", "")]
    [InlineData("./panoptes runs li", "list")]
    [InlineData("true; FOO=1 ./panoptes runs li", "list")]
    [InlineData("~/panoptes predict runs/", "runs/first runs/no-run/")]
    [InlineData(@"./my\ dir/panoptes runs li", "list")]
    [InlineData("./panoptes predict runs/first photos/b", "photos/b c.jpg")]
    [InlineData(@"./panoptes predict runs/first photos/b\ ", "photos/b c.jpg")]
    [InlineData("./panoptes predict \"runs/fi", "runs/first")]
    [InlineData("./panoptes predict runs/first ~/pho", "~/photos/")]
    [InlineData("./panoptes predict runs/first --out=pho", "--out=photos/")]
    [InlineData("./panoptes train a.yaml train.precision=", "train.precision=bf16 train.precision=fp16 train.precision=fp32")]
    [InlineData("./panoptes no such thing ", "")]
    public void Fish_finds_the_script_and_completes_what_is_typed(string line, string expected)
    {
        folder.Write("config/fish/conf.d/panoptes.fish", CompletionScripts.Of("fish"));
        Assert.Equal(expected, string.Join(' ', Said("fish", "-c", "complete -C $argv[1]", line)));
    }

    [NeedsProgramFact("pwsh")]
    [Trait("Speed", "Slow")]
    public void PowerShell_completes_what_is_typed()
    {
        folder.Write("script.ps1", CompletionScripts.Of("powershell"));
        folder.Write("try.ps1", """
            . ./script.ps1
            foreach ($line in $args) {
                (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText -join ' '
            }
            """);
        string[] expected =
        [
            "list", "list", "runs/first", "list", "list", "'photos/b c.jpg'", "'photos/b c.jpg'", "runs/first",
            "train.precision=fp32 train.precision=bf16 train.precision=fp16", "table json csv", "--folder --format",
        ];
        Assert.Equal(expected, Said("pwsh",
        [
            "-NoProfile", "-NonInteractive", "-File", "try.ps1", "./panoptes runs li", "Get-Date; ./panoptes runs li",
            "~/panoptes predict runs/fi", "& './my dir/panoptes' runs li", "./panoptes runs li", "./panoptes predict runs/first photos/b",
            "./panoptes predict runs/first 'photos/b c", "./panoptes predict 'runs/fi", "./panoptes train a.yaml train.precision=",
            "./panoptes runs list --format ", "./panoptes runs list --fo",
        ]));
    }

    private void Check(string command)
    {
        using var shell = new TypedShell(folder, command);
        Assert.All(Lines, line => Assert.Equal(line.Completed, shell.Completed(line.Typed)));
    }

    private string[] Said(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            Environment = { ["HOME"] = folder.Path, ["XDG_CONFIG_HOME"] = folder["config"], ["XDG_DATA_HOME"] = folder["data"] },
        })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
