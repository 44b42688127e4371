using Panoptes.Foundation;

namespace Panoptes.Models.MaskDecoders.Plain;

/// <summary>
/// When each of the blocks that queries pass lets go of their masks (EoMT, section 3.3): from <see cref="Start"/> to <see cref="End"/> the
/// share of queries that only see the patches inside their masks falls from 1 to 0.
/// </summary>
public sealed record MaskAnnealing
{
    // A sixth of the steps for each block, the first block's from one sixth on, the last one's from four.
    private const int Parts = 6;

    /// <summary>Updates after which each block begins, first block first; empty spreads them over the training.</summary>
    public IReadOnlyList<long> Start { get; init; } = [];

    /// <summary>Updates after which each block is done.</summary>
    public IReadOnlyList<long> End { get; init; } = [];

    /// <summary>Exponent of the falling curve, above 0.</summary>
    public double Power { get; init; } = 0.9;

    /// <summary>
    /// Where blocks begin and are done in a training of so many steps. Without steps of its own each takes a sixth of them, the starts
    /// spread evenly from the first sixth to the fourth, which gives every published DINOv2 configuration (configs/dinov2).
    /// </summary>
    /// <param name="blocks">How many blocks.</param>
    /// <param name="steps">Updates in the whole training.</param>
    public IReadOnlyList<(long Start, long End)> Spans(int blocks, long steps)
    {
        if (Start.Count > 0)
        {
            return [.. Start.Zip(End)];
        }

        var part = steps / Parts;
        long From(int block) => blocks == 1
            ? part
            : part + (long)Math.Round(3.0 * part * block / (blocks - 1), MidpointRounding.AwayFromZero);
        return [.. Enumerable.Range(0, blocks).Select(block => (From(block), From(block) + part))];
    }

    /// <summary>The share of queries of each block that stay inside their masks, 1 to 0.</summary>
    /// <param name="blocks">How many blocks.</param>
    /// <param name="step">Updates done.</param>
    /// <param name="steps">Updates in the whole training.</param>
    public double[] At(int blocks, long step, long steps) => [.. Spans(blocks, steps).Select(span =>
        step < span.Start ? 1 : step >= span.End ? 0 : Math.Pow(1 - ((double)(step - span.Start) / (span.End - span.Start)), Power))];

    /// <summary>Checks the values.</summary>
    /// <param name="blocks">How many blocks there are.</param>
    /// <exception cref="InputException">They are not as many, or a block is done before it begins; names the key.</exception>
    internal void Validate(int blocks)
    {
        Require.Positive("model.annealing_power", Power);
        foreach (var (key, steps) in new[] { ("model.annealing_start", Start), ("model.annealing_end", End) })
        {
            if (steps.Count != 0 && steps.Count != blocks)
            {
                throw new InputException(
                    key, $"[{string.Join(", ", steps)}]", $"a step for each of the {blocks} blocks, or nothing",
                    "give both lists one number a block, or leave both out");
            }
        }

        if (Start.Count != End.Count || Start.Zip(End).Any(span => span.First < 0 || span.Second <= span.First))
        {
            throw new InputException(
                "model.annealing_end", $"[{string.Join(", ", End)}] with starts of [{string.Join(", ", Start)}]",
                "for each start a later end", "correct the two lists, or leave both out");
        }
    }
}
