using System.Text.Json;
using Panoptes.Models.MaskDecoders.Plain;
using Panoptes.Models.Segmenters;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.PlainMasks;

/// <summary>The share of queries that each late block holds, step by step, as the network's buffer has it.</summary>
internal static class AnnealingCase
{
    /// <summary>Runs one configuration.</summary>
    public static IEnumerable<ParityResult> Run(string fixture, JsonElement config, double tolerance)
    {
        var name = $"{fixture} {config.GetProperty("config").GetString()}";
        var (start, end) = (Steps(config, "start"), Steps(config, "end"));
        var total = config.GetProperty("total_steps").GetInt64();
        var annealing = new MaskAnnealing { Start = start, End = end, Power = config.GetProperty("poly_power").GetDouble() };
        using var network = new Eomt(new EomtConfig
        {
            Encoder = new() { Width = 8, Heads = 1, Depth = start.Length, ImageSize = [16, 16] },
            Queries = 1,
            LateBlocks = start.Length,
            Annealing = annealing,
        });
        var buffer = network.NamedBuffers().First(entry => entry.Name == "network.attn_mask_probs").Tensor;
        var error = 0.0;
        foreach (var row in config.GetProperty("probability").EnumerateArray())
        {
            network.Anneal(row[0].GetInt64(), total);
            var wanted = row[1].EnumerateArray().Select(share => share.GetDouble());
            error = buffer.ToArray<float>().Zip(wanted, (own, share) => Math.Abs(own - share)).Append(error).Max();
        }

        yield return new ParityResult(name, "shares held", error, tolerance);

        // DINOv3's configurations anneal their first block otherwise.
        if (config.GetProperty("config").GetString()!.Contains("dinov2", StringComparison.Ordinal))
        {
            var rule = new MaskAnnealing().Spans(start.Length, total);
            var off = rule.Zip(start.Zip(end), (own, wanted) => Math.Abs(own.Start - wanted.First) + Math.Abs(own.End - wanted.Second));
            yield return new ParityResult(name, "steps of the rule of sixths", off.Max(), 0);
        }
    }

    private static long[] Steps(JsonElement config, string key) =>
        [.. config.GetProperty(key).EnumerateArray().Select(step => step.GetInt64())];
}
