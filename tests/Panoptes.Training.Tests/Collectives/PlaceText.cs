namespace Panoptes.Training.Tests.Collectives;

/// <summary>An environment written as <c>NAME=VALUE NAME=VALUE</c>; a later value wins, <c>-NAME</c> takes one away, and
/// <c>BLANK</c> is a blank.</summary>
internal static class PlaceText
{
    public static Dictionary<string, string> Environment(params string[] texts)
    {
        var environment = new Dictionary<string, string>();
        foreach (var word in texts.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (word[0] == '-')
            {
                environment.Remove(word[1..]);
                continue;
            }

            var parts = word.Split('=', 2);
            environment[parts[0]] = parts[1].Replace("BLANK", " ");
        }

        return environment;
    }
}
