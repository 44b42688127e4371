using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Weights;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>weights list</c>: the published weights.</summary>
internal static class WeightsListVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var words = new Argument<string[]>("WORD")
        {
            Description = "List only weights whose names, or those of the models that take them, contain all of these.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verb = new Verb(
            "list",
            "Lists published weights by the names that 'weights get' takes: where they are, under which license, and with which checksum.",
            "./panoptes weights list",
            "./panoptes weights list segformer cityscapes") { words };
        verb.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(words) ?? [];
            var found = PublishedWeights.All.Where(weights => wanted.All(word =>
                weights.Models.Append(weights.Name).Any(name => name.Contains(word, StringComparison.OrdinalIgnoreCase)))).ToList();
            if (found.Count == 0)
            {
                throw new InputException(
                    "weights list", $"no weights with {string.Join(" and ", wanted)} in their name", "a part of a name, such as cityscapes",
                    "list all with 'panoptes weights list'");
            }

            foreach (var line in found.SelectMany(PublishedText.Lines))
            {
                parsed.InvocationConfiguration.Output.WriteLine(line);
            }
        });
        return verb;
    }
}
