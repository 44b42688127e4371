using System.Diagnostics;
using Panoptes.Foundation.Outputs;

namespace Panoptes.Foundation.Tests.Outputs;

/// <summary>What an output may and may not do.</summary>
public sealed class OutputPlanTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("panoptes-outputs-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("in/a.txt")]
    [InlineData("in/../in/a.txt")]
    [InlineData("link/a.txt")]
    [InlineData("soft.txt")]
    [InlineData("hard.txt")]
    [InlineData("in/A.TXT")]
    public void An_output_that_is_an_input_by_any_name_is_refused_also_by_force(string name)
    {
        Make("in/a.txt");
        Directory.CreateSymbolicLink(At("link"), At("in"));
        File.CreateSymbolicLink(At("soft.txt"), At("in/a.txt"));
        Link(At("in/a.txt"), At("hard.txt"));
        Assert.Contains("that is the input", Refused(() => new OutputPlan("v", force: true).Reads(At("in/a.txt")).File(At(name))));
    }

    [Theory]
    [InlineData("in/a.txt")]
    [InlineData("in/sub/b.txt")]
    [InlineData("link/sub/b.txt")]
    [InlineData("hard.txt")]
    public void Nothing_in_an_input_folder_is_replaced_also_by_force(string name)
    {
        Make("in/a.txt");
        Make("in/sub/b.txt");
        Directory.CreateSymbolicLink(At("link"), At("in"));
        Link(At("in/sub/b.txt"), At("hard.txt"));
        Refused(() => new OutputPlan("v", force: true).Reads(At("in")).File(At(name)));
    }

    [Fact]
    public void A_new_file_may_lie_beside_its_input_and_be_written_again()
    {
        Make("in/a.txt");
        for (var i = 0; i < 2; i++)
        {
            Write(new OutputPlan("v").Reads(At("in"), At("in/a.txt")), "in/report.json", $"{i}");
        }

        Assert.Equal("1", File.ReadAllText(At("in/report.json")));
    }

    [Theory]
    [InlineData("in")]
    [InlineData("IN")]
    [InlineData("link")]
    [InlineData("in/sub")]
    [InlineData("in/a.txt/sub")]
    public void An_output_folder_that_is_an_input_or_lies_in_one_is_refused(string name)
    {
        Make("in/a.txt");
        Directory.CreateSymbolicLink(At("link"), At("in"));
        Refused(() => new OutputPlan("v", force: true).Reads(At("in")).Folder(At(name)));
    }

    [Fact]
    public void An_output_folder_may_lie_in_a_folder_of_which_only_the_files_are_read()
    {
        Make("in/a.txt");
        Assert.NotNull(new OutputPlan("v").ReadsFilesOf(At("in")).Folder(At("in/sub")));
        Refused(() => new OutputPlan("v", force: true).ReadsFilesOf(At("in")).Folder(At("in")));
        Refused(() => new OutputPlan("v", force: true).ReadsFilesOf(At("in")).File(At("in/a.txt")));
    }

    [Theory]
    [InlineData("../a.png")]
    [InlineData("sub/../../a.png")]
    [InlineData("/tmp/a.png")]
    [InlineData("away/a.png")]
    [InlineData("")]
    [InlineData("sub/")]
    [InlineData("..")]
    [InlineData("a\0.png")]
    public void A_name_from_a_file_never_leaves_its_folder(string name)
    {
        Directory.CreateDirectory(At("elsewhere"));
        Directory.CreateDirectory(At("out"));
        Directory.CreateSymbolicLink(At("out/away"), At("elsewhere"));
        var folder = new OutputPlan("v", force: true).Folder(At("out"));
        Assert.StartsWith("gt.json: found the file name", Refused(() => folder.File(name, "gt.json")));
    }

    [Theory]
    [InlineData("im.png", "im.png")]
    [InlineData("im.png", "IM.png")]
    [InlineData("im.png", "./im.png")]
    [InlineData("a", "a/b.png")]
    [InlineData("a/b.png", "a")]
    public void Two_results_of_one_name_are_refused(string first, string second)
    {
        var folder = new OutputPlan("v", force: true).Folder(At("out"));
        folder.File(first, "gt.json", "image 1");
        Refused(() => folder.File(second, "gt.json", "image 2"));
    }

    [Fact]
    public void A_file_of_another_is_kept_unless_forced_and_one_of_the_same_verb_is_replaced_until_someone_changes_it()
    {
        Make("page.html");
        Assert.Contains("--force", Refused(() => new OutputPlan("v").File(At("page.html"))));
        Write(new OutputPlan("v", force: true), "page.html", "1");
        Write(new OutputPlan("v"), "page.html", "2");
        Refused(() => new OutputPlan("other").File(At("page.html")));
        File.WriteAllText(At("page.html"), "3");
        Refused(() => new OutputPlan("v").File(At("page.html")));
        File.Delete(At("page.html"));
        Write(new OutputPlan("v"), "page.html", "4");
    }

    [Fact]
    public void What_was_not_written_is_not_listed_and_leaves_no_folder()
    {
        Make("mine.txt");
        var plan = new OutputPlan("v", force: true);
        plan.File(At("new/deep/a.txt"));
        plan.File(At("mine.txt"));
        plan.Begin().Dispose();
        Assert.Equal([At("mine.txt")], Directory.GetFileSystemEntries(root));
        Refused(() => new OutputPlan("v").File(At("mine.txt")));
    }

    [Fact]
    public void An_interrupted_command_may_be_run_again()
    {
        var plan = new OutputPlan("v");
        File.WriteAllText(Begun(plan, plan.File(At("a.txt"))), "half the set");
        Write(new OutputPlan("v"), "a.txt", "all");

        static string Begun(OutputPlan plan, string file)
        {
            _ = plan.Begin();
            return file;
        }
    }

    [Fact]
    public void A_link_a_device_and_a_folder_are_not_replaced()
    {
        File.CreateSymbolicLink(At("dangling"), At("nowhere"));
        Directory.CreateDirectory(At("folder"));
        Refused(() => new OutputPlan("v").File(At("dangling")));
        Assert.Contains("a device", Refused(() => new OutputPlan("v", force: true).File("/dev/null")));
        Refused(() => new OutputPlan("v", force: true).File(At("folder")));
        Refused(() => new OutputPlan("v", force: true).File(At("folder/")));
        Make("file");
        Refused(() => new OutputPlan("v", force: true).File(At("file/a")));
        Refused(() => new OutputPlan("v", force: true).Folder(At("file")));
    }

    [Fact]
    public void Own_files_are_removed_and_others_stay()
    {
        var plan = new OutputPlan("v");
        var folder = plan.Folder(At("out"));
        string[] files = [folder.File("sub/a.txt", "test"), folder.File("b.txt", "test")];
        using (plan.Begin())
        {
            Array.ForEach(files, file => AtomicFile.WriteText(file, "1"));
        }

        Assert.Single(Directory.GetFiles(root, OutputPlan.ManifestName, SearchOption.AllDirectories));
        Assert.True(new OutputPlan("v").Owns(At("out"), At("out/sub/a.txt")));
        Make("out/mine.txt");
        new OutputPlan("v").RemoveOwn(At("out"));
        Assert.Equal([At("out/mine.txt")], Directory.GetFileSystemEntries(At("out")));
    }

    private string At(string name) => Path.Combine(root, name);

    private void Make(string name) => AtomicFile.WriteText(At(name), "input");

    private void Write(OutputPlan plan, string name, string text)
    {
        var file = plan.File(At(name));
        using var writing = plan.Begin();
        AtomicFile.WriteText(file, text);
    }

    private static string Refused(Func<object> action) => Assert.Throws<InputException>(action).Message;

    private static void Link(string file, string name)
    {
        using var process = Process.Start("ln", [file, name]);
        process.WaitForExit();
    }
}
