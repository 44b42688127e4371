using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.HighResolution;

/// <summary>
/// Branches of several resolutions, each of basic blocks, and the exchange between them: every branch gets the sum of all,
/// brought to its size and channels (Wang et al. 2020, figure 3; mmseg/models/backbones/hrnet.py, HRModule).
/// </summary>
internal sealed class HrModule : Module
{
    private readonly ModuleList<Sequential> branches;
    private readonly ModuleList<ModuleList<Sequential>> exchange;
    private readonly HrNetVariant form;
    private readonly bool alignCorners;

    /// <summary>Makes one.</summary>
    /// <param name="channels">Channels of the branches, finest first, two or more.</param>
    /// <param name="config">The network.</param>
    public HrModule(IReadOnlyList<long> channels, HrNetConfig config)
    {
        (form, alignCorners) = (config.Form, config.AlignCorners);
        branches = Child("branches", new ModuleList<Sequential>([.. channels.Select(width =>
            new Sequential([.. Enumerable.Range(0, config.BlocksPerBranch)
                .Select(_ => new BasicBlock(width, width, stride: 1, dilation: 1, startsSilent: false))]))]));
        exchange = Child("fuse_layers", new ModuleList<ModuleList<Sequential>>([.. channels.Select((_, to) =>
            new ModuleList<Sequential>([.. channels.Select((_, from) => Path(channels, from, to))]))]));
    }

    /// <summary>Computes the branches and their exchange.</summary>
    /// <param name="x">One map per branch, finest first; they stay the caller's.</param>
    /// <param name="runBlocks">How a branch's blocks are run on its map.</param>
    /// <returns>As many maps of the same sizes.</returns>
    public Tensor[] Forward(IReadOnlyList<Tensor> x, Func<Sequential, Tensor, Tensor> runBlocks)
    {
        using var scope = TensorScope.Open();
        var own = x.Select((map, branch) => runBlocks(branches[branch], map)).ToArray();
        return scope.Return(Array.ConvertAll([.. Enumerable.Range(0, own.Length)], to => Fuse(own, to)));
    }

    private Tensor Fuse(Tensor[] own, int to)
    {
        Tensor? sum = null;
        for (var from = 0; from < own.Length; from++)
        {
            var term = exchange[to].At(from) is Sequential path ? path.Forward(own[from]) : own[from];
            if (from > to)
            {
                term = Enlarge(term, 1L << (from - to), own[to]);
            }

            // The first term may be a branch's own map, which the other sums need.
            sum = from switch
            {
                0 => term,
                1 => sum!.Add(term),
                _ => sum!.AddInPlace(term),
            };
        }

        return sum!.ReluInPlace();
    }

    // mmsegmentation enlarges by the power of two first, then, where the image's size is no multiple of the stride, to the map that it is
    // added to (mmseg/models/backbones/hrnet.py); the authors do it at once (lib/models/seg_hrnet.py).
    private Tensor Enlarge(Tensor x, long factor, Tensor like)
    {
        if (form == HrNetVariant.Official)
        {
            return Resize.Like(x, like, alignCorners);
        }

        var (height, width) = (x.Size(2) * factor, x.Size(3) * factor);
        var enlarged = x.UpsampleBilinear2d([height, width], false);
        return height == like.Size(2) && width == like.Size(3) ? enlarged : enlarged.UpsampleBilinear2d(
            [like.Size(2), like.Size(3)], false);
    }

    private static Sequential? Path(IReadOnlyList<long> channels, int from, int to)
    {
        if (from == to)
        {
            return null;
        }

        if (from > to)
        {
            return Projection.Of(channels[from], channels[to], stride: 1);
        }

        return new Sequential([.. Enumerable.Range(from + 1, to - from).Select(level => level == to
            ? new Sequential(Convolution.Of(channels[from], channels[to], 3, stride: 2), new BatchNorm2d(channels[to]))
            : new Sequential(
                Convolution.Of(channels[from], channels[from], 3, stride: 2), new BatchNorm2d(channels[from]), new ReLU(inPlace: true)))]);
    }
}
