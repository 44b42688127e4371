using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>test</c>: listed here for the help; the script ./panoptes runs it, since it builds the tests first.</summary>
internal static class TestVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var slow = new Option<bool>("--slow") { Description = "Also the tests marked slow (minutes each)." };
        var filter = new Argument<string[]>("FILTER")
        {
            Description = "Only tests whose full name contains one of these words.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verb =
            new Verb(
                "test", "Runs the tests of every project and closes with the totals.", "./panoptes test", "./panoptes test Geometry",
                "./panoptes test --slow Resume")
            {
                slow,
                filter,
            };
        verb.SetAction(Refuse);
        return verb;
    }

    private static int Refuse(ParseResult parsed) =>
        throw new InputException(
            "test", "the program started by itself", "the script ./panoptes of a clone, which builds the tests first",
            "run ./panoptes test");
}
