using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>What the verbs that look at configurations, models and advice print.</summary>
public sealed class ConfigTests : IDisposable
{
    private static readonly string PspNet = Path.Combine(Clone.Root!, "configs", "cityscapes", "pspnet-r50-d8.yaml");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Show_says_where_each_setting_comes_from()
    {
        File.WriteAllText(folder["a.yaml"], "train:\n  steps: 12\n");
        var lines = Run("config", "show", folder["a.yaml"], "train.seed=3").Split('\n');
        Assert.Contains(lines, line => line.StartsWith("  steps: 12 ") && line.EndsWith("a.yaml:2"));
        Assert.Contains(lines, line => line.StartsWith("  seed: 3 ") && line.EndsWith("# override 'train.seed=3'"));
        Assert.Contains("  accumulation: 1", lines);
        Assert.Equal(
            4,
            Run("config", "show", folder["a.yaml"], "train.seed=3", "--changed").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length
                + 1);
    }

    [Fact]
    public void Convert_writes_what_it_is_asked_to_and_nothing_else()
    {
        const string Old = "train: {optimiser: {learning_rate: 1}} # fast\n";
        const string New = "train: {optimizer: {learning_rate: 1}} # fast\n";
        File.WriteAllText(folder["a.yaml"], Old);
        Assert.Contains("train.optimiser is train.optimizer now", Run("config", "convert", folder["a.yaml"]));
        Run("config", "convert", folder["a.yaml"], "--out", folder["b.yaml"]);
        Assert.Equal((Old, New), (File.ReadAllText(folder["a.yaml"]), File.ReadAllText(folder["b.yaml"])));
        File.WriteAllText(folder["c.yaml"], "mine");
        Run(1, "config", "convert", folder["a.yaml"], "--out", folder["c.yaml"]);
        Assert.Equal("mine", File.ReadAllText(folder["c.yaml"]));
        Run("config", "convert", folder["a.yaml"], "--force");
        Assert.Equal(New, File.ReadAllText(folder["a.yaml"]));
        Assert.Contains("nothing to change", Run("config", "convert", folder["a.yaml"]));
    }

    [Fact]
    public void Diff_tells_declared_from_undeclared_and_fails_where_asked_to()
    {
        string[] words =
            ["config", "diff", PspNet, PspNet, "--a", "variant=20kx16", "--b", "variant=40kx8", "--b", "train.schedule.power=1"];
        var text = Run(words);
        Assert.Contains("reference: cityscapes/pspnet-r50-d8", text);
        Assert.Matches(@"train\.steps +80000 +20000 +40000 +declared", text);
        Assert.Matches(@"train\.schedule\.power +0\.9 +0\.9 +1 +UNDECLARED", text);
        Assert.Matches(@"samples +640,000 +320,000 +320,000", text);
        Assert.Contains("1 undeclared", text);
        Run(1, [.. words, "--strict"]);
        Run(0, [.. words, "--strict", "--declare", "train.schedule"]);
    }

    [Fact]
    public void Scale_prints_overrides_and_writes_a_file_that_trains_the_same()
    {
        var file = folder["scaled.yaml"];
        var text = Run("config", "scale", PspNet, "--batch", "4", "--accumulation", "2", "--out", file);
        Assert.Contains("train.batch_size=2 train.accumulation=2 train.steps=160000 train.optimizer.learning_rate=0.005", text);
        var scaled = Run("config", "show", file, "data.root=x", "--changed");
        Assert.Matches(@"learning_rate: 0\.005 ", scaled);
        Assert.Matches(@"crop: \[512, 1024\] ", scaled);
        Assert.Contains("every difference between A and B is declared", Run("config", "diff", PspNet, file));
    }

    [Theory]
    [InlineData("--batch=0")]
    [InlineData("--batch=3 --accumulation=2")]
    [InlineData("--batch=4 --rule=cubic")]
    public void Scale_refuses_what_makes_no_batch(string words) => Run(1, ["config", "scale", PspNet, .. words.Split(' ')]);

    [Fact]
    public void Advise_names_trigger_and_change_and_lists_what_is_silenced()
    {
        var text = Run(
            "advise", PspNet, "train.batch_size=16", "train.optimizer.learning_rate=0.08", "advisor.silence=[A13]",
            "train.schedule.warm_up=linear", "train.schedule.warm_up_steps=9000");
        Assert.Matches(@"A3 +learning rate of another base batch\s+found: .*from a batch of 2.*\s+change: that implies 0\.02", text);
        Assert.Matches(@"A13 +warm-up \(silenced in the configuration\)", text);
        Assert.Contains("nothing to say", Run(
            "advise", PspNet, "train.batch_size=16", "train.optimizer.learning_rate=0.02", "train.steps=60000", "--strict"));
        Assert.Equal(
            "A3", JsonNode.Parse(Run("advise", PspNet, "train.batch_size=16", "--json"))![0]!["advice"]![0]!["id"]!.GetValue<string>());
        Run(1, "advise", PspNet, "train.batch_size=2", "--strict");
        Assert.Equal(22, Run("advise", "--rules").Split('\n').Count(line => line.StartsWith('A')));
    }

    [Fact]
    public void Models_show_says_what_is_published_and_that_it_was_not_reproduced()
    {
        var text = Run("models", "show", "pspnet_r50", "--size", "96x96", "--batch", "2");
        Assert.Contains("48,975,494 (backbone 23,527,264, decode_head 23,083,539, auxiliary_head 2,364,691)", text);
        Assert.Contains("78.55 % mIoU (published, not reproduced here;", text);
        Assert.False(JsonNode.Parse(Run("models", "show", "pspnet_r50", "--size", "96x96", "--json"))!["recipes"]![0]!["reproduced_here"]!
            .GetValue<bool>());
        Assert.Contains("cityscapes/pspnet-r50-d8", Run("models", "list", "pspnet", "r50"));
        Run(1, "models", "show", "pspnet_r50", "--size", "big");
        Run(1, "models", "show", "pspnet_r51");
    }

    private static string Run(params string[] words) => Run(0, words);

    private static string Run(int exitCode, params string[] words)
    {
        var output = new StringWriter();
        Assert.Equal(exitCode, PanoptesCommand.Run(words, output, TextWriter.Null));
        return output.ToString().ReplaceLineEndings("\n");
    }
}
