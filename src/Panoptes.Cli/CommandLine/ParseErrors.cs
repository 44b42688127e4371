using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Cli.CommandLine;

/// <summary>Says of an option's value what may stand there: the names of a choice, or what kind of number.</summary>
internal static class ParseErrors
{
    // What a shell asks about, and a command line of its own, which is looked at by itself.
    private static readonly string[] MayBeEmpty = ["TYPED", "--last", "VERB"];

    /// <summary>The first value that its option cannot take, or null.</summary>
    public static string? WrongValue(ParseResult parsed)
    {
        foreach (var option in parsed.CommandResult.Children.OfType<OptionResult>())
        {
            foreach (var token in option.Tokens)
            {
                if (Expected(option.Option.ValueType, token.Value) is { } expected)
                {
                    return $"found '{OneLine(token.Value)}' for {option.Option.Name}; expected {expected}";
                }
            }
        }

        return null;
    }

    /// <summary>The first argument or option that is given and empty, as a variable of a script that was never set is; or null.</summary>
    public static string? EmptyValue(ParseResult parsed)
    {
        foreach (var child in parsed.CommandResult.Children)
        {
            var (name, type, tokens) = child switch
            {
                ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType, argument.Tokens),
                OptionResult option => (option.Option.Name, option.Option.ValueType, option.Tokens),
                _ => ("", typeof(void), []),
            };
            if ((type == typeof(string) || type == typeof(string[])) && !MayBeEmpty.Contains(name)
                && tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                return $"found an empty word for {name}; expected a value, or nothing where it may be left out";
            }
        }

        return null;
    }

    /// <summary>A parser's message in one line.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    // What a type takes, where the text is not of it; else null.
    private static string? Expected(Type type, string text)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        if (kind.IsEnum)
        {
            var names = Enum.GetNames(kind);
            var near = NearestName.Of(text, names);
            var hint = near is null ? "" : $" (did you mean '{near}'?)";
            return names.Contains(text, StringComparer.OrdinalIgnoreCase) ? null : $"one of {string.Join(", ", names)}{hint}";
        }

        var culture = CultureInfo.InvariantCulture;
        return kind switch
        {
            _ when kind == typeof(int) && !int.TryParse(text, NumberStyles.Integer, culture, out _) => "a whole number, such as 8",
            _ when kind == typeof(long) && !long.TryParse(text, NumberStyles.Integer, culture, out _) => "a whole number, such as 8",
            _ when kind == typeof(double) && !IsFinite(text) => "a number, such as 0.5",
            _ when kind == typeof(bool) && !bool.TryParse(text, out _) => "no value, or true or false",
            _ => null,
        };
    }

    private static bool IsFinite(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
}
