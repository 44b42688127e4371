using Panoptes.Foundation;

namespace Panoptes.Data.Checking;

/// <summary>Labels of a whole split that would be learnt wrongly, or teach nothing.</summary>
/// <param name="Kind">What kind of fault it is, as findings of <see cref="DataCheck"/> name it.</param>
/// <param name="TeachesNothing">Whether no pixel has a part in the loss.</param>
/// <param name="Error">What was found and what to do.</param>
public sealed record LabelFault(string Kind, bool TeachesNothing, InputException Error)
{
    /// <summary>Every pixel is void.</summary>
    public static LabelFault OnlyVoid(string split) => new("only void", true, new InputException(
        $"split {split}", "labels that are void everywhere", "labeled pixels",
        "check the class table: is the foreground saved as the void id?"));

    /// <summary>One class alone is labeled, of several.</summary>
    /// <param name="split">The split.</param>
    /// <param name="name">The class.</param>
    /// <param name="hasVoid">Whether there are void pixels besides.</param>
    public static LabelFault OnlyOneClass(string split, string name, bool hasVoid) => new("only one class", false, new InputException(
        $"split {split}",
        $"no labeled pixel but \"{name}\"{(hasVoid ? " and void" : "")}",
        "at least two classes",
        hasVoid ? "if the void id is meant as a class, list it in classes.json under an id of its own" : "check the class table"));

    /// <summary>Only classes that weigh nothing in the loss are labeled.</summary>
    public static LabelFault NoWeight(string split, IReadOnlyList<string> names) => new("no weight", true, new InputException(
        $"split {split}", $"labels of {string.Join(", ", names)} alone, whose class weights are 0", "a labeled class with a weight above 0",
        "correct train.loss.terms.class_weights"));
}
