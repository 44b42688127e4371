using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>Errors answer the question behind a mistake: what was meant, and how it is written here.</summary>
public sealed class AnswerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("trian", "'train'")]
    [InlineData("fit a.yaml", "'train'")]
    [InlineData("evaluate runs/a", "'eval'")]
    [InlineData("infer x.png", "'predict'")]
    [InlineData("score panoptc --gt a.json --pred b.json", "'panoptic'")]
    [InlineData("score semantics --gt a --pred b", "'semantic'")]
    [InlineData("convert labels-to-panotic labels --out x.json", "'labels-to-panoptic'")]
    [InlineData("data chek . --report x.json", "'check'")]
    [InlineData("check data", "'data check'")]
    [InlineData("synth --out x", "'data synth'")]
    [InlineData("compare a b", "'runs compare' or 'score compare'")]
    [InlineData("help trian", "'train'")]
    [InlineData("trian --help", "'train'")]
    public void A_mistyped_verb_gets_the_nearest_one(string line, string meant) => Usage(line, "unknown verb", $"did you mean {meant}?");

    [Theory]
    [InlineData("train a.yaml --steps 5", "train.steps=5")]
    [InlineData("train --steps=5 a.yaml", "train.steps=5")]
    [InlineData("train a.yaml --lr 0.01", "train.optimizer.learning_rate=0.01")]
    [InlineData("train a.yaml --learning-rate 0.01", "train.optimizer.learning_rate=0.01")]
    [InlineData("train a.yaml --batch-size 4 --device cpu", "train.batch_size=4")]
    [InlineData("train a.yaml --epochs 3", "train.steps=3 (counted in steps: epochs x images / train.batch_size)")]
    [InlineData("train a.yaml --train.seed 3", "train.seed=3")]
    [InlineData("predict runs/a x.png --out y --flip", "--set train.evaluation.flip=...")]
    [InlineData("data check x --classes camvid11", "written without dashes: classes=camvid11")]
    public void An_option_that_is_a_setting_is_answered_with_the_setting(string line, string setting) =>
        Usage(line, "unknown option", setting);

    [Theory]
    [InlineData("lr=0.01", "train.optimizer.learning_rate")]
    [InlineData("train.lr=0.01", "train.optimizer.learning_rate")]
    [InlineData("epochs=3", "train.steps' (counted in steps")]
    [InlineData("batch=3", "train.batch_size")]
    [InlineData("batch_size=3", "train.batch_size")]
    [InlineData("device=cpu", "train.device")]
    [InlineData("workers=3", "loader.workers")]
    [InlineData("train.workers=3", "loader.workers")]
    [InlineData("imgsz=640", "augmentation.crop")]
    [InlineData("root=x", "data.root")]
    [InlineData("classes=5", "model.num_classes")]
    [InlineData("stepps=5", "train.steps")]
    public void A_setting_by_another_name_is_answered_with_its_own(string setting, string meant) =>
        Refused(Run("config", "show", setting), "unknown key", $"did you mean '{meant}");

    [Fact]
    public void A_key_of_before_is_answered_with_the_one_of_now() =>
        Refused(Run("config", "show", "train.optimiser.name=adamw"), "the key 'train.optimiser' of before", "write 'train.optimizer'");

    [Theory]
    [InlineData(
        "score panoptic --pred x --void-rule offical", "found 'offical' for --void-rule; expected one of Official, ",
        "did you mean 'Official'")]
    [InlineData("score semantic --pred x --convention 7", "found '7' for --convention; expected one of MmSegmentation, ")]
    [InlineData("score semantic --pred x --threads many", "found 'many' for --threads; expected a whole number")]
    [InlineData("data synth --out x --images 1e3", "found '1e3' for --images; expected a whole number")]
    [InlineData("data synth --out x --held-out NaN", "found 'NaN' for --held-out; expected a number")]
    public void A_value_of_another_type_is_answered_with_those_there_are(string line, params string[] expected) => Usage(line, expected);

    [Fact]
    public void Help_and_version_are_also_verbs()
    {
        Assert.Contains("Commands:", Run("help").Output);
        Assert.Equal(Run("train", "--help").Output, Run("help", "train").Output);
        Assert.Equal(Run("score", "--help").Output, Run("score", "help").Output);
        Assert.Equal(Panoptes.Run("--version").Output, Panoptes.Run("version").Output);
    }

    [Fact]
    public void A_share_is_not_taken_for_a_percentage() =>
        Refused(
            Run("score", "semantic", "--gt", folder.Path, "--pred", folder.Path, "--classes", "camvid11", "--ci", "0.95"),
            "did you mean 95?");

    [Fact]
    public void A_list_without_a_match_says_so()
    {
        Refused(Run("models", "list", "psppnet"), "no name with psppnet in it", "did you mean 'pspnet'?");
        Refused(Run("models", "list", "resnet", "zzz"), "resnet and zzz");
    }

    [Fact]
    public void A_run_a_checkpoint_and_a_configuration_are_told_apart()
    {
        File.WriteAllText(folder["a.yaml"], "train: {steps: 3}\n");
        var run = Path.GetDirectoryName(Made("runs/small/config.resolved.yaml"))!;
        var best = Made("runs/small/checkpoints/best.safetensors");
        Refused(Panoptes.RunIn(folder.Path, "eval", "small"), "did you mean 'runs/small'?");
        Refused(Panoptes.RunIn(folder.Path, "eval", "smal"), "did you mean 'runs/small'?");
        Refused(Run("eval", folder["runs"]), "holds 1 run", run);
        Refused(Run("eval", best), "a checkpoint", run, $"--weights {best}");
        Refused(Run("eval", Path.GetDirectoryName(best)!), "inside a run", $"did you mean '{run}'?");
        Refused(Run("eval", folder["a.yaml"]), "a configuration", "train it first");
        Refused(Run("eval", Made("w.pth")), "a weight file");
        Refused(Run("train", run), "the folder of a run", "config.resolved.yaml");
        Refused(Run("train", best), "a weight file", "model.weights=FILE");
        Refused(Run("config", "show", best), "a weight file");
        Refused(Run("weights", "inspect", run), "a folder", $"did you mean '{best}'?");
    }

    [Theory]
    [InlineData("train.steps=400")]
    [InlineData("train.optimizer.learning_rate=1")]
    [InlineData("train.evaluation.every=3")]
    [InlineData("loader.workers=3")]
    [InlineData("run.name=x")]
    [InlineData("augmentation.flip=0")]
    public void A_setting_that_changes_nothing_in_a_trained_run_is_refused(string setting)
    {
        var run = Path.GetDirectoryName(Made("runs/small/config.resolved.yaml"))!;
        Refused(Run("eval", run, setting), setting.Split('=')[0], "changes nothing");
        Refused(Run("predict", run, "x.png", "--out", folder["out"], "--set", setting), "changes nothing");
    }

    [Fact]
    public void A_warm_up_longer_than_the_run_names_the_override()
    {
        File.WriteAllText(folder["a.yaml"], "train:\n  steps: 2000\n  schedule: {warm_up: linear, warm_up_steps: 1500}\n");
        Refused(Run("config", "show", folder["a.yaml"], "train.steps=400"), "train.schedule.warm_up_steps=40");
    }

    [Fact]
    public void A_tilde_is_the_home_folder_where_no_shell_expands_it()
    {
        var home = Environment.GetEnvironmentVariable("HOME");
        Refused(Run("data", "check", "~/no such folder"), $"{home}/no such folder");
        Refused(Run("config", "show", "~/none.yaml"), $"{home}/none.yaml");
        Assert.Contains($"root: {home}/data", Run("config", "show", "data.root=~/data").Output.Replace("\"", "", StringComparison.Ordinal));
        File.WriteAllText(folder["a.yaml"], "data: {root: ~/data, classes: ~}\n");
        Assert.Contains($"root: {home}/data", Run("config", "show", folder["a.yaml"]).Output.Replace("\"", "", StringComparison.Ordinal));
    }

    [Fact]
    public void NaN_is_named_as_such()
    {
        File.WriteAllText(folder["classes.json"], """{"classes": [{"id": NaN, "name": "a"}]}""");
        Refused(
            Run("score", "semantic", "--gt", folder.Path, "--pred", folder.Path, "--classes", folder["classes.json"]),
            "found NaN; expected a finite number");
        Refused(Run("config", "show", "train.optimizer.momentum=NaN"), "found 'NaN'", "a number that is finite");
        Refused(Run("config", "show", "train.optimizer.momentum=.inf"), "found '.inf'");
    }

    [NeedsSharedFact("cases/data/score-no-images-crash")]
    public void A_set_without_images_has_no_score()
    {
        var root = SharedFiles.Path("cases/data/score-no-images-crash")!;
        string[] words = ["score", "instances", "--gt", Path.Combine(root, "gt.json"), "--pred", Path.Combine(root, "res.json")];
        Refused(Run([.. words, "--ci", "95"]), "found no image; expected at least one");
        Refused(Run(words), "found no image; expected at least one");
        File.WriteAllText(folder["pan.json"], """{"images":[],"annotations":[],"categories":[{"id":1,"name":"a","isthing":1}]}""");
        Directory.CreateDirectory(folder["pan"]);
        Refused(Run("score", "panoptic", "--gt", folder["pan.json"], "--pred", folder["pan.json"], "--ci", "95"), "found no image");
    }

    private string Made(string name)
    {
        AtomicFile.WriteText(folder[name], "{}");
        return folder[name];
    }

    private static Outcome Run(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = PanoptesCommand.Run(words, output, error);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    private static void Usage(string line, params string[] expected) => Check(Run(line.Split(' ')), 2, expected);

    private static void Refused(Outcome outcome, params string[] expected) => Check(outcome, 1, expected);

    private static void Check(Outcome outcome, int code, string[] expected)
    {
        Assert.True(outcome.ExitCode == code, $"exit code {outcome.ExitCode}: {outcome.Output} {outcome.Error}");
        var line = Assert.Single(outcome.ErrorLines);
        Assert.All(expected, text => Assert.Contains(text, line));
    }
}
