using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>study status</c>: what has become of a study's cells.</summary>
internal static class StudyStatusVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var study = StudyArguments.Study();
        var all = new Option<bool>("--all") { Description = "List every cell; else those that are done or planned are only counted." };
        var states = StudyArguments.Names("--state", "cells in states");
        var verb = new Verb(
            "status",
            "Says what has become of a study's cells: how many are done, which run and how far they are, which failed and why.",
            "./panoptes study status studies/seeds-only",
            "./panoptes study status studies/seeds-only --state failed,stalled") { study, all, states };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var rows = StudyStatus.Refresh(open, StudyLaunchers.ToAsk(open));
            StudyText.WriteStatus(
                parsed.InvocationConfiguration.Output, open, rows, parsed.GetValue(all), parsed.GetValue(states)?.Split(','));
        });
        return verb;
    }
}
