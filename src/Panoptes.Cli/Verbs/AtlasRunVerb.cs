using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Atlases;

namespace Panoptes.Cli.Verbs;

/// <summary><c>atlas run</c>: where a trained run is wrong.</summary>
internal static class AtlasRunVerb
{
    private const double Sure = 0.5;

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var run = Arguments.Run();
        var overrides = Arguments.Overrides();
        var split = new Option<string>("--split")
        {
            Description = "The split: train, val or test as the run calls them, or another one's name.",
            DefaultValueFactory = _ => "val",
            HelpName = "NAME",
        };
        var weights = Arguments.Weights();
        var score = new Option<double>("--score")
        {
            Description = "Objects of a lower score are left out, where the run finds objects.",
            DefaultValueFactory = _ => Sure,
            HelpName = "SCORE",
        };
        var arguments = new AtlasArguments();
        var verb = new Verb(
            "run", "Of a trained run, whose model predicts a split of its data once.",
            "./panoptes atlas run runs/RUN --out atlas",
            "./panoptes atlas run runs/RUN --split test --out atlas train.evaluation.flip=true")
        {
            run, overrides, split, weights, score,
        };
        foreach (var option in arguments.All)
        {
            verb.Add(option);
        }

        verb.SetAction(parsed => arguments.Run(parsed, progress =>
        {
            var frames = RunFrames.Open(
                parsed.GetRequiredValue(run), parsed.GetRequiredValue(split), parsed.GetRequiredValue(weights),
                parsed.GetValue(overrides) ?? [], parsed.GetValue(score), progress.Say);
            return new AtlasSource(frames.Title, frames, frames);
        }));
        return verb;
    }
}
