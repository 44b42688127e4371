using System.Text.RegularExpressions;
using Panoptes.Foundation;

namespace Panoptes.Studies.Stores.Schema;

/// <summary>A question in SQL that somebody wrote, and what is answered where it cannot be asked.</summary>
internal static partial class Question
{
    /// <summary>How long the database may think about one.</summary>
    public const double Seconds = 60;

    private const int MostRows = 1_000_000;
    private const string Source = "the SQL";
    private static readonly string[] Begins = ["SELECT", "WITH", "VALUES"];

    /// <summary>The text without the semicolon at its end. That it is one statement which only reads is for the database to see.</summary>
    /// <exception cref="InputException">It does not begin as a question does.</exception>
    public static string Trim(string sql)
    {
        var word = FirstWord().Match(sql) is { Success: true } found ? found.Groups[1].Value.ToUpperInvariant() : "";
        return Begins.Contains(word)
            ? sql.TrimEnd().TrimEnd(';')
            : throw new InputException(
                Source, word.Length > 0 ? $"a statement that begins with {word}" : "no statement", "one that begins with SELECT or WITH",
                "ask with a SELECT from cells or evaluations: a store is only read here");
    }

    /// <summary>What is said of more than one statement.</summary>
    public static InputException Several(Exception? cause = null) =>
        new(Source, "more than one statement", "one SELECT", "ask one question at a time", cause);

    /// <summary>What is said of one that would change something.</summary>
    public static InputException Changes(string what, Exception cause) =>
        new(
            Source, $"a statement that does more than read ({what})", "one SELECT", "ask for what is there: a store is only read here",
            cause);

    /// <summary>What is said of one that takes too long.</summary>
    public static InputException TooLong(double seconds, Exception cause) =>
        new(Source, $"a question that takes more than {seconds} s", "a quicker one", "ask for less, with WHERE or LIMIT", cause);

    /// <summary>What is said of anything else that the database does not like.</summary>
    /// <param name="message">What the database says.</param>
    /// <param name="cause">Its exception.</param>
    public static InputException Refused(string message, Exception cause)
    {
        var match = UnknownName().Match(message);
        if (!match.Success)
        {
            return new InputException(Source, $"something that the database refuses ({message})", "one SELECT", "correct it", cause);
        }

        var isColumn = match.Groups[1].Value == "column";
        string[] tables = [StoreTables.Cells.Name, StoreTables.Evaluations.Name];
        var known = isColumn ? StoreTables.AllColumns : tables;
        var name = match.Groups[2].Value;
        var near = NearestName.Of(name.Split('.')[^1], known);
        return new InputException(
            Source, $"the {(isColumn ? "column" : "table")} '{name}'", $"one of {string.Join(", ", known)}",
            near is null ? "correct the name" : $"did you mean {near}?", cause);
    }

    /// <summary>Refuses to hold more rows than anybody reads.</summary>
    /// <exception cref="InputException">There are too many.</exception>
    public static void CheckCount(int rows)
    {
        if (rows > MostRows)
        {
            throw new InputException(Source, $"an answer of more than {MostRows} rows", "fewer", "ask for less, with WHERE or LIMIT");
        }
    }

    [GeneratedRegex(@"^(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)*([A-Za-z]+)", RegexOptions.Singleline)]
    private static partial Regex FirstWord();

    // SQLite: no such column: NAME. PostgreSQL: column "NAME" does not exist, column t.NAME does not exist.
    [GeneratedRegex(@"(?:no such )?(column|table|relation):? ""?([\w.]+)""?(?: does not exist|$)")]
    private static partial Regex UnknownName();
}
