using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Parity.Fixtures;
using Panoptes.Training.Schedules;

namespace Panoptes.Parity.Training;

/// <summary>Learning rates of published schedules at many steps.</summary>
internal static class ScheduleCases
{
    // The references are printed with ten digits.
    private const double Tolerance = 1e-9;

    public static IEnumerable<ParityResult> Run(JsonElement section)
    {
        foreach (var entry in section.GetProperty("cases").EnumerateObject())
        {
            var baseRate = entry.Value.GetProperty("base_lr").GetDouble();
            var (config, steps) =
                entry.Value.TryGetProperty("param_scheduler", out var list) ? Mmengine(entry.Name, list) : Mmcv(entry.Value);
            var error = entry.Value.GetProperty("lr").EnumerateArray()
                .Max(pair => Math.Abs(Schedule.LearningRate(config, baseRate, pair[0].GetInt64(), steps) - pair[1].GetDouble()));
            yield return new ParityResult(entry.Name, "learning rate / base", error / baseRate, Tolerance);
        }
    }

    private static (ScheduleConfig Config, long Steps) Mmcv(JsonElement entry)
    {
        var hasWarmUp = entry.TryGetProperty("warmup", out var warmUp) && warmUp.ValueKind == JsonValueKind.String;
        var config = new ScheduleConfig
        {
            Dialect = ScheduleDialect.Mmcv,
            Power = entry.GetProperty("power").GetDouble(),
            MinLearningRate = entry.GetProperty("min_lr").GetDouble(),
            WarmUp = !hasWarmUp ? WarmUp.None : warmUp.GetString() switch
            {
                "linear" =>
                WarmUp.Linear,
                "exp" => WarmUp.Exponential,
                _ => WarmUp.Constant
            },
            WarmUpSteps = hasWarmUp ? entry.GetProperty("warmup_iters").GetInt64() : 0,
            WarmUpRatio = hasWarmUp ? entry.GetProperty("warmup_ratio").GetDouble() : 1,
        };
        return (config, entry.GetProperty("max_iters").GetInt64());
    }

    private static (ScheduleConfig Config, long Steps) Mmengine(string name, JsonElement schedulers)
    {
        var config = new ScheduleConfig { Dialect = ScheduleDialect.Mmengine, WarmUp = WarmUp.None };
        var steps = 0L;
        foreach (var scheduler in schedulers.EnumerateArray())
        {
            steps = scheduler.GetProperty("end").GetInt64();
            config = scheduler.GetProperty("type").GetString() switch
            {
                "LinearLR" => config with
                {
                    WarmUp = WarmUp.Linear,
                    WarmUpSteps = steps,
                    WarmUpRatio = scheduler.GetProperty("start_factor")
                    .GetDouble()
                },
                "ConstantLR" => config with
                {
                    WarmUp = WarmUp.Constant,
                    WarmUpSteps = steps,
                    WarmUpRatio = scheduler.GetProperty("factor")
                    .GetDouble()
                },
                "PolyLR" => config with
                {
                    Power = scheduler.GetProperty("power").GetDouble(),
                    MinLearningRate = scheduler.GetProperty(
                    "eta_min").GetDouble()
                },
                var other => throw new InputException(name, $"a scheduler {other}", "LinearLR, ConstantLR or PolyLR", "remove the case"),
            };
        }

        return (config, steps);
    }
}
