using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision.Masks;

namespace Panoptes.Training.Tests.Masks;

public sealed class MatchedThingsTests
{
    [Fact]
    public void Every_matched_thing_has_its_querys_embedding_in_every_layer_but_the_first()
    {
        using var scope = TensorScope.Open();
        var random = new SeededRandom(3);
        var masks = new[] { MadeUpMasks.Rectangles(random, 2, 32, 32), [], MadeUpMasks.Rectangles(random, 3, 32, 32) };
        using var batch = MadeUpMasks.Batch(random, 32, 32, 4, masks);
        var outputs = MadeUpMasks.Predictions(5, images: 3, queries: 7, classes: 4, layers: 4, (32, 32));
        var supervisor = new MaskClassification(new MaskLossConfig { Source = MaskSource.Instances, Points = 40 }, seed: 1);
        var step = MadeUpMasks.Pass(batch, outputs);
        var matches = supervisor.Matches.Of(step).Matches;
        var all = supervisor.Things(step);
        Assert.Same(all, supervisor.Things(step));
        Assert.Equal(3, all.Count);
        for (var k = 0; k < all.Count; k++)
        {
            var (things, layer) = (all[k], k + 1);
            Assert.Equal((5, 5), (things.Count, things.Drawings));
            Assert.Equal([0, 0, 2, 2, 2], things.Images);
            for (var row = 0; row < things.Count; row++)
            {
                var (n, match) = (things.Images[row], matches.Layers[layer][things.Images[row]]);
                var at = match.Masks.ToList().IndexOf(things.Things[row]);
                Assert.Equal(matches.Truths[n].Masks[things.Things[row]].Class, things.Classes[row]);
                Assert.Equal(
                    outputs.Layers[layer].MaskEmbeddings.Select(0, n).Select(0, match.Queries[at]).ToArray<float>(),
                    things.Embeddings.Select(0, row).ToArray<float>());
            }
        }

        all[0].Embeddings.Sum().Backward();
        Assert.Equal(5 * 6, outputs.Layers[1].MaskEmbeddings.Grad!.Sum().Item());
    }

    [Fact]
    public void Classes_of_pixels_are_no_things()
    {
        using var scope = TensorScope.Open();
        using var batch = LabelBatch();
        var outputs = MadeUpMasks.Predictions(5, images: 1, queries: 7, classes: 4, layers: 2, (32, 32));
        var supervisor = new MaskClassification(new MaskLossConfig { Source = MaskSource.Labels, Points = 40 }, seed: 1);
        var things = Assert.Single(supervisor.Things(MadeUpMasks.Pass(batch, outputs)));
        Assert.Equal((0, 0), (things.Count, (int)things.Embeddings.Size(0)));
    }

    private static Data.Loading.Batch LabelBatch()
    {
        var files = new Data.Samples.SampleFiles("street", "street.png", null);
        return new Data.Loading.Batch(
            0, Tensor.Zeros([1, 3, 32, 32]), Tensor.Zeros([1, 32, 32], DType.Int64),
            [new Data.Loading.SampleInfo(0, files, Imaging.Geometries.Geometry.Identity(32, 32))]);
    }
}
