using Panoptes.Data.LabelContracts;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.PseudoLabels;

/// <summary>
/// Writes a folder of labels at another scale or bit depth, in the canonical form: gray PNGs, the highest id for void, pixel centers. What
/// an interrupted call wrote stays and is not written again.
/// </summary>
public sealed class LabelConversion
{
    private readonly LabelContract old;

    private LabelConversion(LabelContract old, LabelContract to) => (this.old, To) = (old, to);

    /// <summary>The contract of what is written.</summary>
    public LabelContract To { get; }

    /// <summary>Files that were there already, of an earlier call.</summary>
    public int Kept { get; private set; }

    /// <summary>Converts a folder that declares a contract.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="scale">Label pixels a native pixel of the result; null for those of the folder.</param>
    /// <param name="bitDepth">Bits of the result, 8 or 16; null for the least that hold the ids.</param>
    /// <param name="plan">The outputs of the command.</param>
    /// <exception cref="InputException">The folder declares none, is not as it says, or does not fit the bits.</exception>
    public static LabelConversion Run(string folder, string output, double? scale, int? bitDepth, OutputPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var declared = FolderContract.Declared(folder) ?? throw new InputException(
            folder, $"no {LabelContractFile.Name}", "a declared contract: what is not known cannot be converted",
            "declare it with 'panoptes labels declare'");
        var pairs = PseudoLabelPairs.List(folder);
        var survey = PseudoLabelSurvey.Of(pairs);
        ContractSurvey.Require(declared, survey);
        var conversion = new LabelConversion(declared.Contract, Target(declared.Contract, survey, scale, bitDepth));
        var target = plan.Folder(output);
        var planned = pairs.Select(pair => (
            Pair: pair, Semantic: target.File($"{pair.Stem}{PseudoLabelPairs.Semantic}.png", pair.Semantic),
            Instance: pair.Instance is { } file ? target.File($"{pair.Stem}{PseudoLabelPairs.Instance}.png", file) : null)).ToArray();
        var contract = target.File(LabelContractFile.Name, declared.Claimant);
        // Asked before writing begins, which lists all files as the verb's own.
        var own = planned.SelectMany(file => new[] { file.Semantic, file.Instance }).OfType<string>()
            .Where(file => plan.Owns(output, file)).ToHashSet(StringComparer.Ordinal);
        using (plan.Begin())
        {
            conversion.Write(planned, own);
            // Last: a folder with a contract is whole.
            LabelContractFile.Write(contract, conversion.To);
        }

        return conversion;
    }

    private static LabelContract Target(LabelContract old, PseudoLabelSurvey survey, double? scale, int? bitDepth)
    {
        var depth = bitDepth ?? (old.Clusters <= 255 ? 8 : 16);
        var largest = survey.LargestObject;
        if (depth == 8 && old.Clusters > 255)
        {
            throw new InputException("--bits 8", $"{old.Clusters} clusters", "at most 255", "write 16 bits");
        }

        var isWhole = scale is null || scale == old.Scale;
        var to = old with
        {
            Scale = scale ?? old.Scale,
            BitDepth = depth,
            InstanceBitDepth = largest > 255 ? 16 : 8,
            VoidId = depth == 8 ? 255 : 65535,
            Counts = isWhole ? old.Counts : null,
            Resampling = isWhole ? old.Resampling : LabelResampling.NearestCenter,
        };
        to = old.Native is { } native ? to with { Label = ContractFit.Expected(to, native) } : to;
        to.Validate("the result");
        return to;
    }

    private void Write((PseudoLabelPair Pair, string Semantic, string? Instance)[] planned, HashSet<string> own)
    {
        var kept = 0;
        ParallelItems.Run(planned.Length, Environment.ProcessorCount, i =>
        {
            var file = planned[i];
            if (own.Contains(file.Semantic) && IsDone(file.Pair.Semantic, file.Semantic)
                && (file.Instance is null || (own.Contains(file.Instance) && IsDone(file.Pair.Instance!, file.Instance))))
            {
                Interlocked.Increment(ref kept);
                return;
            }

            var maps = PseudoLabelMaps.Read(file.Pair);
            var geometry = Geometry.Identity(maps.Semantic.Width, maps.Semantic.Height);
            var size = SizeOf(maps.Semantic.Width, maps.Semantic.Height);
            geometry = geometry.Resize(size.Width, size.Height);
            PngFile.WriteIds(file.Semantic, Renamed(Resampler.Ids(maps.Semantic, geometry, (ushort)old.VoidId)), To.BitDepth);
            if (file.Instance is { } instance)
            {
                var numbers = Resampler.Ids(maps.Instance!, geometry, 0);
                PngFile.WriteIds(instance, new Plane<ushort>(
                    numbers.Width, numbers.Height, Array.ConvertAll(numbers.Pixels, number => (ushort)number)), To.InstanceBitDepth);
            }
        });

        Kept = kept;
    }

    private LabelSize SizeOf(int width, int height) => To.Label ?? new LabelSize(
        Math.Max(1, (int)Math.Round(width / old.Scale * To.Scale)), Math.Max(1, (int)Math.Round(height / old.Scale * To.Scale)));

    // Files are written whole or not at all: one of the right size, younger than its source, is that of an earlier call.
    private bool IsDone(string source, string target)
    {
        if (!File.Exists(target) || File.GetLastWriteTimeUtc(target) < File.GetLastWriteTimeUtc(source))
        {
            return false;
        }

        try
        {
            var (header, original) = (LabelFile.Header(target), LabelFile.Header(source));
            var isSemantic = target.EndsWith($"{PseudoLabelPairs.Semantic}.png", StringComparison.Ordinal);
            return SizeOf(original.Width, original.Height) == new LabelSize(header.Width, header.Height)
                && header.Layout == PixelLayout.Gray && header.BitDepth == (isSemantic ? To.BitDepth : To.InstanceBitDepth);
        }
        catch (InputException)
        {
            return false;
        }
    }

    private Plane<ushort> Renamed(Plane<ushort> ids)
    {
        if (old.VoidId != To.VoidId)
        {
            ids.Pixels.AsSpan().Replace((ushort)old.VoidId, (ushort)To.VoidId);
        }

        return ids;
    }
}
