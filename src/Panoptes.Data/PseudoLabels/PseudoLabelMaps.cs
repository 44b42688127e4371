using Panoptes.Data.LabelContracts;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.PseudoLabels;

/// <summary>The label maps of one image.</summary>
/// <param name="Semantic">A cluster id a pixel.</param>
/// <param name="Instance">An object's number a pixel, 0 for none; null where there is no such file.</param>
public sealed record PseudoLabelMaps(Plane<ushort> Semantic, Plane<int>? Instance)
{
    /// <summary>Reads a pair as it is stored: gray PNGs of up to 16 bits, both of one size.</summary>
    /// <param name="pair">The files.</param>
    /// <exception cref="InputException">A file is broken, of several channels or with a palette, or the sizes differ.</exception>
    public static PseudoLabelMaps Read(PseudoLabelPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return ReadStored(pair).Maps;
    }

    /// <summary>Reads a pair by its contract; what covers a part of the image is put where it belongs, void around it.</summary>
    /// <param name="pair">The files.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="native">The size of the image.</param>
    /// <param name="claimant">What messages call the contract.</param>
    /// <exception cref="InputException">As <see cref="Read(PseudoLabelPair)"/>, or the files are not as the contract says.</exception>
    public static PseudoLabelMaps Read(PseudoLabelPair pair, LabelContract contract, LabelSize native, string claimant)
    {
        ArgumentNullException.ThrowIfNull(pair);
        ArgumentNullException.ThrowIfNull(contract);
        var instances = RequireContract(pair, contract, native, claimant);
        var maps = Decode(pair, PngFile.ReadLabels<ushort>(pair.Semantic), instances);
        var canvas = LabelCanvas.Of(contract, native, new LabelSize(maps.Semantic.Width, maps.Semantic.Height));
        return canvas is null
            ? maps
            : new PseudoLabelMaps(
                Resampler.Ids(maps.Semantic, canvas, (ushort)contract.VoidId),
                maps.Instance is { } instance ? Resampler.Ids(instance, canvas, 0) : null);
    }

    /// <summary>Reads a pair as it is stored, and the bits that each file has.</summary>
    /// <inheritdoc cref="Read(PseudoLabelPair)"/>
    internal static (PseudoLabelMaps Maps, int Bits, int? InstanceBits) ReadStored(PseudoLabelPair pair)
    {
        var header = Header(pair.Semantic, "cluster ids");
        var semantic = PngFile.ReadLabels<ushort>(pair.Semantic);
        var instances = pair.Instance is { } file ? Header(file, "object numbers") : null;
        return (Decode(pair, semantic, instances), header.BitDepth, instances?.BitDepth);
    }

    /// <summary>Checks size and bit depth of a pair without decoding it.</summary>
    /// <returns>What the instance map says of itself, where there is one.</returns>
    /// <exception cref="InputException">They are not as the contract says.</exception>
    internal static ImageHeader? RequireContract(PseudoLabelPair pair, LabelContract contract, LabelSize native, string claimant)
    {
        var semantic = Header(pair.Semantic, "cluster ids");
        ContractFit.Require(contract, native, new LabelSize(semantic.Width, semantic.Height), pair.Semantic, claimant);
        RequireDepth(pair.Semantic, semantic, contract.BitDepth, "bit_depth", claimant);
        if (pair.Instance is not { } instance)
        {
            return null;
        }

        var header = Header(instance, "object numbers");
        RequireDepth(instance, header, contract.InstanceBitDepth, "instance_bit_depth", claimant);
        return header;
    }

    /// <summary>Takes runs of pixels that are alike in both maps, row by row; an object's number is 0 where there is no such map.</summary>
    /// <param name="run">Takes the first pixel, how many there are, their cluster and their object.</param>
    internal void ForRuns(Action<int, int, int, int> run)
    {
        var (clusters, numbers) = (Semantic.Pixels, Instance?.Pixels);
        for (var i = 0; i < clusters.Length;)
        {
            var (start, cluster, instance) = (i, clusters[i], numbers?[i] ?? 0);
            while (i < clusters.Length && clusters[i] == cluster && (numbers?[i] ?? 0) == instance)
            {
                i++;
            }

            run(start, i - start, cluster, instance);
        }
    }

    /// <summary>What a label file says of itself.</summary>
    /// <exception cref="InputException">It is no PNG of one gray channel.</exception>
    internal static ImageHeader Header(string file, string what)
    {
        var header = LabelFile.Header(file);
        return header.Layout == PixelLayout.Gray
            ? header
            : throw new InputException(
                file, $"a PNG of layout {header.Layout} ({header.BitDepth} bits)", $"a gray PNG of {what}, 8 or 16 bits",
                header.Layout == PixelLayout.Palette
                    ? "write the ids as gray: other readers take the palette's colors for ids"
                    : "write ids, not the colors they are drawn with");
    }

    // The files' headers were looked at before.
    private static PseudoLabelMaps Decode(PseudoLabelPair pair, Plane<ushort> semantic, ImageHeader? instances)
    {
        if (instances is not { } header)
        {
            return new PseudoLabelMaps(semantic, null);
        }

        if (header.Width != semantic.Width || header.Height != semantic.Height)
        {
            throw new InputException(
                pair.Instance!, $"{header.Width}x{header.Height}", $"{semantic.Width}x{semantic.Height}, as {pair.Semantic} has",
                "write both at one size");
        }

        return new PseudoLabelMaps(semantic, PngFile.ReadLabels<int>(pair.Instance!));
    }

    // Fewer bits than 8 hold fewer ids, the same ones.
    private static void RequireDepth(string file, ImageHeader header, int depth, string key, string claimant)
    {
        if (Math.Max(8, header.BitDepth) != depth)
        {
            throw new InputException(
                file, $"{header.BitDepth} bits", $"{depth} bits, as {claimant} says ({key})",
                $"declare the folder again with {key} {Math.Max(8, header.BitDepth)}, or write all files with {depth} bits");
        }
    }
}
