using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Configuration;

public sealed class ConfigReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public enum Color
    {
        Red,
        DeepBlue,
        AdamW,
    }

    public void Dispose() => folder.Dispose();

    public sealed record Inner
    {
        public int BatchSize { get; init; } = 8;

        public double LearningRate { get; init; } = 1e-3;

        public double? ClipNorm { get; init; }

        public Color Color { get; init; } = Color.Red;
    }

    public sealed record Root : IValidated
    {
        public string Name { get; init; } = "none";

        public string? Weights { get; init; }

        public long Steps { get; init; } = 100;

        public bool Flip { get; init; }

        public IReadOnlyList<int> Crop { get; init; } = [320, 416];

        public IReadOnlyList<Inner> Rules { get; init; } = [];

        public IReadOnlyDictionary<string, double> Weighting { get; init; } = new Dictionary<string, double>();

        public Inner Train { get; init; } = new() { BatchSize = 4 };

        public Inner? Extra { get; init; }

        public void Validate()
        {
            if (Train.BatchSize < 1)
            {
                throw new InputException("train.batch_size", $"{Train.BatchSize}", "at least 1", "raise train.batch_size");
            }

            if (Rules.Any(rule => rule.BatchSize < 1))
            {
                throw new InputException("rules[1].batch_size", "0", "at least 1", "raise it");
            }
        }
    }

    [Fact]
    public void Defaults_stay_where_nothing_is_written()
    {
        Assert.Equal(4, ConfigReader.Read<Root>(null, []).Train.BatchSize);
        var read = ConfigReader.Read<Root>(Write("train:\n  learning_rate: 1e-4\n"), []);
        Assert.Equal((4, 1e-4), (read.Train.BatchSize, read.Train.LearningRate));
    }

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var read = ConfigReader.Read<Root>(
            Write("""
                name: a name   # a comment
                weights: "null"
                steps: 160_000
                flip: true
                crop: [512, 1024]
                rules:
                  - {batch_size: 2, color: deep_blue}
                  - color: AdamW
                weighting: {road: 0.5, car: 2}
                train: {clip_norm: 1.5}
                extra: {}
                """),
            []);
        Assert.Equal(("a name", "null", 160_000L, true), (read.Name, read.Weights, read.Steps, read.Flip));
        Assert.Equal([512, 1024], read.Crop);
        Assert.Equal([Color.DeepBlue, Color.AdamW], read.Rules.Select(rule => rule.Color));
        Assert.Equal([2, 8], read.Rules.Select(rule => rule.BatchSize));
        Assert.Equal(2, read.Weighting["car"]);
        Assert.Equal(1.5, read.Train.ClipNorm);
        Assert.Equal(new Inner(), read.Extra);
    }

    [Fact]
    public void Overrides_win_over_the_file_and_are_yaml()
    {
        var path = Write("steps: 5\ncrop: [1, 2]\ntrain: {clip_norm: 3, batch_size: 2}\n");
        var read = ConfigReader.Read<Root>(path, ["steps=7", "crop=[3, 4]", "train.clip_norm=null", "name='a: b'", "weights="]);
        Assert.Equal((7L, (double?)null, 2), (read.Steps, read.Train.ClipNorm, read.Train.BatchSize));
        Assert.Equal([3, 4], read.Crop);
        Assert.Null(read.Weights);
    }

    [Fact]
    public void A_file_inherits_from_its_bases_relative_to_itself()
    {
        folder.Write("common/model.yaml", "name: base\ntrain: {batch_size: 1, learning_rate: 0.5}\n");
        folder.Write("common/data.yaml", "steps: 9\nname: data\n");
        var path = folder.Write("mine/run.yaml", "base: [../common/model.yaml, ../common/data.yaml]\ntrain: {batch_size: 3}\n");
        var read = ConfigReader.Read<Root>(path, []);
        Assert.Equal(("data", 9L, 3, 0.5), (read.Name, read.Steps, read.Train.BatchSize, read.Train.LearningRate));
    }

    [Fact]
    public void A_cycle_of_bases_is_refused_with_its_files()
    {
        folder.Write("a.yaml", "base: b.yaml\n");
        var path = folder.Write("b.yaml", "base: a.yaml\n");
        var error = Assert.Throws<InputException>(() => ConfigReader.Read<Root>(path, []));
        Assert.Contains("b.yaml -> a.yaml -> b.yaml", error.Message);
    }

    [Fact]
    public void Environment_variables_are_expanded_and_dollars_can_be_escaped()
    {
        Environment.SetEnvironmentVariable("PANOPTES_TEST_ROOT", "/data");
        var read = ConfigReader.Read<Root>(Write("name: ${PANOPTES_TEST_ROOT}/camvid\nweights: $${PANOPTES_TEST_ROOT}\n"), []);
        Assert.Equal(("/data/camvid", "${PANOPTES_TEST_ROOT}"), (read.Name, read.Weights));
    }

    [Fact]
    public void What_an_override_replaces_need_not_be_set() =>
        Assert.Equal("mine", ConfigReader.Read<Root>(Write("name: ${PANOPTES_NOT_SET}\n"), ["name=mine"]).Name);

    [Theory]
    [InlineData("train:\n  batchsize: 2\n", ":2: found the unknown key 'train.batchsize'", "did you mean 'train.batch_size'?")]
    [InlineData("steps: 1\nepoch: 3\n", ":2: found the unknown key 'epoch'", "one of the settings at the top level (name, weights, steps,")]
    [InlineData("steps: many\n", ":1: found 'many' for 'steps'", "expected an integer")]
    [InlineData("steps: \"12\"\n", ":1: found text \"12\" for 'steps'", "remove the quotes")]
    [InlineData("steps: 1.5\n", ":1: found '1.5' for 'steps'", "expected an integer")]
    [InlineData("train: {batch_size: 3000000000}\n", ":1: found 3000000000 for 'train.batch_size'", "at most 2147483647")]
    [InlineData("train:\n  learning_rate: nan\n", ":2: found 'nan' for 'train.learning_rate'", "expected a number")]
    [InlineData("flip: yes\n", ":1: found 'yes' for 'flip'", "expected true or false")]
    [InlineData("crop: 512\n", ":1: found '512' for 'crop'", "expected a list of integers; write it as [a, b]")]
    [InlineData("crop:\n  - 1\n  - x\n", ":3: found 'x' for 'crop[1]'", "expected an integer")]
    [InlineData("train: 5\n", ":1: found '5' for 'train'", "write its settings below it, such as train.batch_size")]
    [InlineData("train:\n", ":1: found nothing (null) for 'train'", "leave the key out for the default")]
    [InlineData(
        "train: {color: deep_bleu}\n", ":1: found 'deep_bleu' for 'train.color'",
        "one of red, deep_blue, adamw; did you mean 'deep_blue'?")]
    [InlineData("steps: 1\nsteps: 2\n", ":2: found the key 'steps' a second time", "(the first is at ")]
    [InlineData("train:\n\tbatch_size: 2\n", ":2: found a tab in the indentation", "replace each tab by two spaces")]
    [InlineData("name: ${PANOPTES_NOT_SET}\n", ":1: found ${PANOPTES_NOT_SET} in name, which is not set", "export PANOPTES_NOT_SET=")]
    [InlineData("train:\n  batch_size: 0\n", ":2: found train.batch_size = 0", "expected at least 1; raise train.batch_size")]
    [InlineData("rules:\n  - {}\n  - {batch_size: 0}\n", ":3: found rules[1].batch_size = 0", "raise it")]
    [InlineData("crop: [1, 2\nsteps: 3\n", "text that is not YAML", "check quotes, brackets and indentation")]
    [InlineData("name: &anchor x\n", ":1: found the YAML anchor '&anchor'", "remove it")]
    [InlineData("name: !!python/object x\n", ":1: found the YAML tag", "remove it")]
    [InlineData("- a\n", ":1: found a list of 1", "write the settings as 'key: value' lines")]
    [InlineData("steps: 1\n---\nsteps: 2\n", "found a second YAML document", "one document a file")]
    [InlineData("base: missing.yaml\n", "missing.yaml: found no such file", "look into")]
    [InlineData("base: steps=3\n", "steps=3: found no such file", "name the configuration's file first")]
    public void A_mistake_in_a_file_is_named_with_its_line(string text, string found, string advice)
    {
        var error = Assert.Throws<InputException>(() => ConfigReader.Read<Root>(Write(text), []));
        Assert.Contains(found, error.Message);
        Assert.Contains(advice, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("train.batchsize=2", "override 'train.batchsize=2': found the unknown key 'train.batchsize'")]
    [InlineData("steps", "override 'steps': found no key")]
    [InlineData("train..x=1", "found no key")]
    [InlineData("steps=x", "override 'steps=x': found 'x' for 'steps'")]
    [InlineData("crop=[1", "override 'crop=[1': found text that is not YAML")]
    [InlineData("train.batch_size=0", "override 'train.batch_size=0': found train.batch_size = 0")]
    [InlineData("steps.x=1", "found a mapping with 1 keys for 'steps'")]
    public void A_mistake_in_an_override_is_named_with_the_override(string text, string found) =>
        Assert.Contains(found, Assert.Throws<InputException>(() => ConfigReader.Read<Root>(null, [text])).Message);

    [Fact]
    public void The_same_override_twice_is_refused() =>
        Assert.Contains(
            "a second time", Assert.Throws<InputException>(() => ConfigReader.Read<Root>(null, ["steps=1", "steps=2"])).Message);

    [Fact]
    public void A_mistyped_file_name_is_answered_with_the_nearest()
    {
        folder.Write("camvid.yaml", "");
        var error = Assert.Throws<InputException>(() => ConfigReader.Read<Root>(Path.Combine(folder.Path, "camvd.yaml"), []));
        Assert.Contains("did you mean", error.Message);
        Assert.Contains("camvid.yaml", error.Message);
    }

    [Theory]
    [InlineData("BatchSize", "batch_size")]
    [InlineData("Beta1", "beta1")]
    [InlineData("AdamW", "adamw")]
    [InlineData("MaxImagesMib", "max_images_mib")]
    [InlineData("IOURate", "iou_rate")]
    public void Keys_are_snake_case(string name, string key) => Assert.Equal(key, KeyPath.Snake(name));

    private string Write(string text) => folder.Write("config.yaml", text);
}
