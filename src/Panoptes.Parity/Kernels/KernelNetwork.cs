using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;

namespace Panoptes.Parity.Kernels;

/// <summary>The network by names, shapes and what comes out of each part, and what is read from that.</summary>
internal static class KernelNetwork
{
    // The fixture's note: float noise may move single objects, so most are compared.
    private const double ObjectShare = 0.05;

    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(KernelFixture fixture)
    {
        var network = fixture.Network();
        ParityResult[] read = [];
        using var model = new FixtureModel(
            network,
            images =>
            {
                var pyramid = network.Backbone.Forward(images);
                var outputs = network.Predict(pyramid, ((int)images.Size(2), (int)images.Size(3)));
                var named = pyramid.Select((map, k) => (k, map)).ToDictionary(pair => $"features.p{pair.k + 2}", pair => pair.map);
                named["encode_feat"] = outputs.PixelFeatures;
                for (var k = 0; k < outputs.Levels.Count; k++)
                {
                    named[$"pred_center.{k}"] = outputs.Levels[k].Centers;
                    named[$"pred_region.{k}"] = outputs.Levels[k].Regions;
                    named[$"pred_weight.{k}"] = outputs.Levels[k].Kernels;
                }

                read = [.. KernelResult.Compare(fixture, outputs, ObjectShare)];
                return named.Concat(KernelResult.Maps(fixture, outputs)).ToDictionary();
            },
            [],
            0);
        return [.. new ModelFixtureRun(fixture.Path, fixture.Name, fixture.Fixture, model).Run(), .. read];
    }
}
