using Panoptes.Imaging;
using Panoptes.PseudoLabels.Alignment;
using Panoptes.PseudoLabels.Fields;
using Panoptes.PseudoLabels.Instances;

namespace Panoptes.PseudoLabels.Making;

/// <summary>Makes the two maps of one image.</summary>
/// <param name="config">The settings.</param>
/// <param name="source">What is given of images.</param>
/// <param name="clusters">The clusters.</param>
/// <param name="proposals">Given proposals, where instances come from files.</param>
/// <param name="things">The things, where they are known before.</param>
/// <param name="voidId">The id of void.</param>
internal sealed class ImageLabeling(
    MakeConfig config, ClassSource source, Clusters clusters, ProposalFiles? proposals, IReadOnlyList<int>? things, ushort voidId)
{
    /// <summary>The maps: final cluster ids and instances.</summary>
    public (Plane<ushort> Semantic, Plane<ushort> Instances) Make(ListedImage image, int threads)
    {
        var depth = source.Depth(image);
        var probabilities = source.Probabilities(image, clusters, depth);
        if (config.Field is { } field)
        {
            probabilities = DenseField.Refine(source.ReadImage(image), probabilities, field, threads);
        }

        var semantic = Maps.Probabilities.Best(probabilities, config.Confidence, voidId);
        var instances = Instances(image, semantic, depth);
        if (config.Instances.Bits == 8)
        {
            // Numbers fall with area, so that the smallest ones go.
            foreach (ref var id in instances.Pixels.AsSpan())
            {
                id = id > byte.MaxValue ? (ushort)0 : id;
            }
        }

        if (!config.Instances.NeedsThings)
        {
            InstanceAlignment.Align(semantic, instances, voidId);
        }

        return (semantic, instances);
    }

    private Plane<ushort> Instances(ListedImage image, Plane<ushort> semantic, Plane<float>? depth)
    {
        var (width, height) = (semantic.Width, semantic.Height);
        var focal = config.Depth.Focal * width / image.Width;
        return config.Instances.From switch
        {
            InstanceSource.Files => proposals!.Paint(image.Stem, width, height, config.Instances.Proposals),
            InstanceSource.Depth => Sized(DepthSplitter.Split(
                new Plane<ushort>(width, height), [0], depth!, config.Instances.Depth, focal)),
            InstanceSource.ThingDepth => DepthSplitter.Split(semantic, [.. things!], depth!, config.Instances.Depth, focal),
            InstanceSource.Components => Components(semantic),
            _ => new Plane<ushort>(width, height),
        };
    }

    // Those of the whole image are proposals: the ground and the like, which are too large, go.
    private Plane<ushort> Sized(Plane<ushort> instances) => ProposalPainter.Number(
        new Plane<int>(instances.Width, instances.Height, Array.ConvertAll(instances.Pixels, id => (int)id)), config.Instances.Proposals);

    private Plane<ushort> Components(Plane<ushort> semantic)
    {
        var owners = new Plane<int>(semantic.Width, semantic.Height);
        var first = 0;
        foreach (var thing in things!)
        {
            var mask = new Plane<byte>(
                semantic.Width, semantic.Height, Array.ConvertAll(semantic.Pixels, id => id == thing ? (byte)1 : (byte)0));
            var (numbers, areas) = ConnectedRegions.Find(mask, withDiagonals: true);
            for (var i = 0; i < owners.Pixels.Length; i++)
            {
                owners.Pixels[i] = numbers.Pixels[i] == 0 ? owners.Pixels[i] : first + numbers.Pixels[i];
            }

            first += areas.Count;
        }

        return ProposalPainter.Number(owners, config.Instances.Proposals);
    }
}
