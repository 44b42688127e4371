using System.Text.RegularExpressions;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>The words that reports have for states of trainings.</summary>
internal static partial class RunStates
{
    /// <summary>The state that a cell or a short phrase names.</summary>
    public static RunState Of(string text) => Empty().IsMatch(text) ? RunState.Missing
        : Failed().IsMatch(text) ? RunState.Failed
        : Blocked().IsMatch(text) ? RunState.Blocked
        : Pending().IsMatch(text) ? RunState.Pending
        : Running().IsMatch(text) ? RunState.Running
        : Completed().IsMatch(text) ? RunState.Completed : RunState.Unsaid;

    [GeneratedRegex(
        @"^[\s(\[]*(?:|[-–—]+|n\.?\s?/?\s?a\.?|none|null|nan|\?+|\.\.\.|…|missing|no result)[\s)\]]*$", RegexOptions.IgnoreCase)]
    private static partial Regex Empty();

    [GeneratedRegex(
        @"\b(?:fail(?:ed|ure)?|crash(?:ed)?|oom|out of memory|error|cancel+ed|diverged|aborted|killed)\b|❌|✗", RegexOptions.IgnoreCase)]
    private static partial Regex Failed();

    [GeneratedRegex(@"\b(?:lock(?:ed)?|blocked|stalled)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Blocked();

    [GeneratedRegex(
        @"\b(?:pending|queued|waiting|planned|scheduled|not (?:yet )?(?:started|run|done|complete[d]?|finished)|tbd|submitted"
        + @"|outstanding)\b|⏳", RegexOptions.IgnoreCase)]
    private static partial Regex Pending();

    [GeneratedRegex(@"\b(?:running|in progress|still training|ongoing|under way)\b|🔄", RegexOptions.IgnoreCase)]
    private static partial Regex Running();

    [GeneratedRegex(@"\b(?:completed?|done|finished|success(?:ful)?|succeeded)\b|✅|✔|✓", RegexOptions.IgnoreCase)]
    private static partial Regex Completed();
}
