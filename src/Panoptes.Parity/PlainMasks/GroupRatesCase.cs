using System.Text.Json;
using Panoptes.Models.Segmenters;
using Panoptes.Parity.Fixtures;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Schedules;

namespace Panoptes.Parity.PlainMasks;

/// <summary>Every parameter's base rate and its rate at some steps.</summary>
internal static class GroupRatesCase
{
    /// <summary>Runs one configuration. Rates do not depend on widths: the network is a thin one of the same depth.</summary>
    public static IEnumerable<ParityResult> Run(string fixture, JsonElement config, double tolerance)
    {
        var name = $"{fixture} {config.GetProperty("config").GetString()}";
        var (depth, late) = (config.GetProperty("depth").GetInt32(), config.GetProperty("num_blocks").GetInt32());
        using var network = new Eomt(new EomtConfig
        {
            Encoder = new() { Width = 8, Heads = 1, Depth = depth, ImageSize = [16, 16] },
            Queries = 1,
            LateBlocks = late,
        });
        var (optimizer, schedule) = (Optimizer(config), Schedule(config));
        var rates = ParameterGroups.Build(network, optimizer, schedule)
            .SelectMany(group => group.Parameters.Select(parameter => (parameter.Name, Group: group)))
            .ToDictionary(entry => entry.Name, entry => entry.Group, StringComparer.Ordinal);
        var steps = config.GetProperty("steps").EnumerateArray().Select(step => step.GetInt64()).ToArray();
        var total = config.GetProperty("total_steps").GetInt64();
        var (groups, missing, decay, error) = (0, 0, 0.0, 0.0);
        foreach (var row in config.GetProperty("groups").EnumerateArray())
        {
            groups++;
            if (!rates.TryGetValue(row[0].GetString()!, out var group))
            {
                missing++;
                continue;
            }

            decay = Math.Max(decay, Math.Abs(group.WeightDecay - config.GetProperty("weight_decay").GetDouble()));
            error = Math.Max(error, Relative(group.BaseLearningRate, row[1].GetDouble()));
            for (var i = 0; i < steps.Length; i++)
            {
                error = Math.Max(error, Relative(ParameterGroups.Rate(schedule, group, steps[i], total), row[2 + i].GetDouble()));
            }
        }

        yield return new ParityResult(name, $"names of {groups} groups", missing + Math.Abs(rates.Count - groups), 0);
        yield return new ParityResult(name, "weight decay", decay, 0);
        yield return new ParityResult(name, "rates (relative)", error, tolerance);
    }

    private static double Relative(double own, double wanted) =>
        wanted == 0 ? (own == 0 ? 0 : double.PositiveInfinity) : Math.Abs(own - wanted) / wanted;

    // A multiplier other than 1 reaches no block, but has the late ones keep the base rate.
    private static OptimizerConfig Optimizer(JsonElement config) => new()
    {
        LearningRate = config.GetProperty("lr").GetDouble(),
        WeightDecay = config.GetProperty("weight_decay").GetDouble(),
        LayerDecay = config.GetProperty("llrd").GetDouble(),
        LayerDecaySparesLate = !config.GetProperty("llrd_l2_enabled").GetBoolean() || config.GetProperty("lr_mult").GetDouble() != 1,
    };

    private static ScheduleConfig Schedule(JsonElement config)
    {
        var warmUp = config.GetProperty("warmup_steps");
        return new ScheduleConfig
        {
            Dialect = ScheduleDialect.Continuous,
            Power = config.GetProperty("poly_power").GetDouble(),
            WarmUpRatio = 0,
            WarmUpSteps = warmUp[0].GetInt64(),
            BackboneDelay = warmUp[0].GetInt64(),
            BackboneWarmUpSteps = warmUp[1].GetInt64(),
        };
    }
}
