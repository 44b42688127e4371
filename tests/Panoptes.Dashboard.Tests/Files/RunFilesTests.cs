using Panoptes.Dashboard.Files;
using Panoptes.Tests;

namespace Panoptes.Dashboard.Tests.Files;

public sealed class RunFilesTests
{
    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("a/../../secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("out/secret.txt")]
    [InlineData("link.txt")]
    [InlineData("circle")]
    [InlineData("a//b.txt")]
    [InlineData("a\\b.txt")]
    [InlineData(".hidden")]
    [InlineData("a\0")]
    [InlineData("")]
    [InlineData("a")]
    public void Nothing_outside_is_found(string path)
    {
        using var folder = new TemporaryFolder();
        folder.Write("secret.txt", "secret");
        folder.Write("run/a/b.txt", "b");
        folder.Write("run/.hidden", "lock");
        Directory.CreateSymbolicLink(folder["run/out"], folder.Path);
        File.CreateSymbolicLink(folder["run/link.txt"], folder["secret.txt"]);
        File.CreateSymbolicLink(folder["run/circle"], folder["run/circle"]);

        Assert.Null(new RunFiles(folder["run"]).Find(path));
    }

    [Fact]
    public void A_folder_beside_with_a_longer_name_is_outside()
    {
        using var folder = new TemporaryFolder();
        folder.Write("run/a.txt", "a");
        folder.Write("run2/b.txt", "b");
        Directory.CreateSymbolicLink(folder["run/in"], folder["run2"]);

        Assert.Null(new RunFiles(folder["run"]).Find("in/b.txt"));
    }

    [Fact]
    public void Files_inside_are_found_also_by_links_that_stay_inside()
    {
        using var folder = new TemporaryFolder();
        folder.Write("run/a/b.txt", "b");
        File.CreateSymbolicLink(folder["run/best.txt"], "a/b.txt");
        Directory.CreateSymbolicLink(folder["shortcut"], folder["run"]);

        Assert.Equal(folder["run/a/b.txt"], new RunFiles(folder["shortcut"]).Find("a/b.txt"));
        Assert.Equal(folder["run/a/b.txt"], new RunFiles(folder["run"]).Find("best.txt"));
        Assert.Equal(["a/b.txt"], new RunFiles(folder["run"]).List().Select(file => file.Path));
    }

    [Fact]
    public void The_end_of_a_log_grows_by_what_is_added()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.log", "one\n");
        var first = LogTail.Read(path, -1);
        File.AppendAllText(path, "two\n");
        var next = LogTail.Read(path, first.End);
        File.WriteAllText(path, new string('x', 70_000) + "\nlast\n");
        var cut = LogTail.Read(path, -1);

        Assert.Equal(("one\n", "two\n", "last\n"), (first.Text, next.Text, cut.Text));
    }
}
