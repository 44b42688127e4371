using System.Diagnostics;
using Panoptes.Cli.Shell;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("panoptes pre", "predict")]
    [InlineData("panoptes runs ", "list show compare export rm")]
    [InlineData("panoptes runs list --fo", "--folder --format")]
    [InlineData("panoptes runs list --format ", "table json csv")]
    [InlineData("panoptes runs list --format=j", "--format=json")]
    [InlineData("panoptes runs list --folder x --format c", "csv")]
    [InlineData("panoptes train a.yaml train.opt", "train.optimizer.")]
    [InlineData("panoptes train a.yaml train.optimizer.momen", "train.optimizer.momentum=")]
    [InlineData("panoptes train a.yaml train.precision=", "train.precision=fp32 train.precision=bf16 train.precision=fp16")]
    [InlineData("panoptes models show segnext_", "segnext_t segnext_s segnext_b segnext_l")]
    [InlineData("panoptes models show segnext_t head_ch", "head_channels=")]
    [InlineData("panoptes data check x format=city", "format=cityscapes")]
    [InlineData("panoptes weights get resnet50_", "resnet50_v1c-imagenet")]
    [InlineData("panoptes predict --classes vo", "voc")]
    [InlineData("panoptes completion p", "powershell")]
    [InlineData("panoptes compl", "completion")]
    [InlineData("panoptes no such thing ", "")]
    [InlineData("panoptes plan --width 3", "")]
    public void Verbs_options_choices_settings_and_names_are_completed(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', new Completer(CommandTree.Create()).Complete(line)));

    [Fact]
    public void Bash_completes_runs_files_and_what_stands_behind_an_equals_sign()
    {
        using var folder = new TemporaryFolder();
        folder.Write("runs/first/config.resolved.yaml", "");
        folder.Write("runs/no-run/notes.txt", "");
        folder.Write("photos/a.jpg", "");
        folder.Write("script", CompletionScripts.Of("bash"));
        folder.Write("panoptes", $"#!/bin/sh\nexec dotnet '{typeof(Completer).Assembly.Location}' \"$@\"\n");
        Process.Start("chmod", ["+x", folder["panoptes"]]).WaitForExit();
        var said = Bash(folder.Path, """
            source ./script
            complete -p ./panoptes
            for line in "$@"; do
                COMP_LINE=$line COMP_POINT=${#line} COMPREPLY=()
                _panoptes ./panoptes
                printf '%s\n' "${COMPREPLY[*]}"
            done
            """, "./panoptes predict runs/fi", "./panoptes predict runs/first pho", "./panoptes train a.yaml train.precision=b");
        Assert.Equal(["complete -F _panoptes ./panoptes", "runs/first", "photos/", "bf16"], said);
    }

    [Theory]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public void The_other_shells_can_read_their_scripts_where_they_are(string shell, string flag)
    {
        using var folder = new TemporaryFolder();
        var script = folder.Write("script", CompletionScripts.Of(shell));
        Assert.Contains("complete -- ", File.ReadAllText(script));
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, shell))))
        {
            return;
        }

        using var process = Process.Start(shell, [flag, script]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static string[] Bash(string folder, string script, params string[] lines)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", script, "bash", .. lines])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
