using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Sessions;

public sealed class StreamSamplingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SyntheticDataset scenes = new(new SyntheticScenes(48, 32, 1), 5);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_stream_without_a_sampler_of_its_own_has_that_of_the_data()
    {
        var config = Read(
            "data.sampler={kind: class_pair, sizes: [8]}", "data.streams={labeled: {}, more: {sampler: {kind: thing_center}}}");
        var told = new List<string>();
        var sampling = new StreamSampling(config) { Progress = (what, done, count) => told.Add($"{what} {done}/{count}") };
        var labeled = sampling.Open("labeled", config.Data.Streams["labeled"], scenes);
        Assert.True(labeled.DrawsPairs);
        Assert.Equal([8], labeled.Config.Sizes);
        Assert.Equal("finding segments of synthetic 32x48 5/5", told[^1]);
        var more = sampling.Open("more", config.Data.Streams["more"], scenes);
        Assert.Equal((SamplerKind.ThingCenter, false), (more.Config.Kind, more.DrawsPairs));
        Assert.Single(Directory.GetFiles(folder["index"]));
    }

    [Theory]
    [InlineData("{labeled_by: runs/a, sampler: {kind: class_pair}}")]
    [InlineData("{sampler: {kind: class_pair}}")]
    [InlineData("{sampler: {kind: repeat_factor}}")]
    [InlineData("{sampler: {skip_empty: true}}")]
    public void Samplers_that_go_by_labels_are_refused_where_a_network_labels_what_is_read(string stream)
    {
        var config = Read($"data.streams={{labeled: {{}}, more: {stream}}}");
        var predicted = new PredictedDataset(scenes, SampleParts.Segments, _ => throw new InvalidOperationException("asked"));
        Assert.Contains("data.streams.more.sampler.kind", Assert.Throws<InputException>(
            () => new StreamSampling(config).Open("more", config.Data.Streams["more"], predicted)).Message);
    }

    [Fact]
    public void Settings_of_a_stream_are_checked_under_its_name() => Assert.Contains(
        "data.streams.labeled.sampler.sizes", Assert.Throws<InputException>(
            () => Read("data.streams={labeled: {sampler: {kind: class_pair, sizes: [0]}}}")).Message);

    private RunConfig Read(params string[] settings) =>
        ConfigReader.Read<RunConfig>(null, [.. settings, $"data.segment_index={folder["index"]}"]);
}
