using System.CommandLine;
using System.CommandLine.Parsing;
using Panoptes.Experiments.Sessions;
using Panoptes.Foundation;

namespace Panoptes.Cli.CommandLine;

/// <summary>
/// The options that say which model is used: a run's, or, with <c>--model</c>, that of a file of weights. There is no run then, and the
/// word in its place is the first of those behind it.
/// </summary>
internal sealed class SourceOptions
{
    /// <summary>Which weights.</summary>
    public Option<string?> Weights { get; } = new("--weights")
    {
        Description = "Which weights of the run: best (on its validation split; where left out), last, or the path of a checkpoint. With "
            + "--model, the file of weights.",
        HelpName = "WHICH",
    };

    /// <summary>What network they are of.</summary>
    public Option<string?> Model { get; } = new("--model")
    {
        Description = "Use a file of weights instead of a run: the name of its model, of a recipe or of published weights ('panoptes "
            + "models list'), or a configuration (YAML).",
        HelpName = "NAME",
    };

    /// <summary>What its classes are.</summary>
    public Option<string?> Classes { get; } = new("--classes")
    {
        Description = "With --model: the class table that the weights were trained with, such as cityscapes or coco_panoptic, or a "
            + "classes.json; the recipe's where left out.",
        HelpName = "TABLE",
    };

    /// <summary>The folder of a run.</summary>
    /// <param name="instead">What the word is with <c>--model</c>.</param>
    public static Argument<string?> Run(string instead) => new("RUN")
    {
        Description = $"The run's folder, which train prints; with --model there is none, and this is the first {instead}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Refuses a command line without a model, or without what it is used on.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="run">The word in the place of the run.</param>
    /// <param name="inputs">What it is used on; null where nothing has to be named.</param>
    public void Require(Command verb, Argument<string?> run, Argument<string[]>? inputs = null) => verb.Validators.Add(result =>
    {
        if (LackValues(result))
        {
            return;
        }

        var (first, isFile) = (result.GetValue(run), result.GetValue(Model) is not null);
        if (first is null && !isFile)
        {
            result.AddError("RUN is missing: the folder of a run, or a file of weights with --weights and --model");
        }
        else if (inputs is not null && result.GetValue(inputs) is not { Length: > 0 } && !(isFile && first is not null))
        {
            var isRun = first is not null && File.Exists(Path.Combine(first, "config.resolved.yaml"));
            result.AddError(!isFile && !isRun && result.GetValue(Weights) is { } weights && File.Exists(weights)
                ? $"--model is missing: what network {weights} is of"
                : "IMAGE is missing: images, videos, folders of them, or patterns");
        }
    });

    /// <summary>Refuses a command line with neither a word for the model nor <c>--model</c>, or with both.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="word">The word.</param>
    /// <param name="what">What the word may be beside a file of weights.</param>
    public void RequireOne(Command verb, Argument<string?> word, string what) => verb.Validators.Add(result =>
    {
        if (!LackValues(result) && result.GetValue(word) is null == result.GetValue(Model) is null)
        {
            result.AddError(
                $"{word.Name} is missing, or there beside --model: {what}, or a file of weights with --weights and --model");
        }
    });

    // Nothing stands behind one of them, such as --model=: an error of its own, said by the parser.
    private bool LackValues(CommandResult result) =>
        new[] { Model, Weights }.Any(option => result.GetResult(option) is { Implicit: false, Tokens.Count: 0 });

    /// <summary>The model, and the words that are not its name.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="run">The word in the place of the run.</param>
    /// <param name="words">The words behind it.</param>
    /// <exception cref="InputException">An option needs another.</exception>
    public (ModelSource Source, IReadOnlyList<string> Words) Of(ParseResult parsed, Argument<string?> run, IReadOnlyList<string> words)
    {
        var (first, weights, classes) = (parsed.GetValue(run), parsed.GetValue(Weights), parsed.GetValue(Classes));
        if (parsed.GetValue(Model) is { } model)
        {
            return (ModelSource.OfFile(model, weights, classes), first is null ? words : [first, .. words]);
        }

        if (classes is not null)
        {
            throw new InputException(
                "--classes", classes, "nothing for a run, which has its classes", "leave it out, or name a file's network with --model");
        }

        return (ModelSource.OfRun(first!, weights ?? "best"), words);
    }
}
