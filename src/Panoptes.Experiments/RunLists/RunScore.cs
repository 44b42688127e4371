using System.Text.Json;
using Panoptes.Experiments.Runs;

namespace Panoptes.Experiments.RunLists;

/// <summary>The number that a run is judged by, read from the head of an evaluation's file.</summary>
/// <param name="Evaluation">Which evaluation.</param>
/// <param name="Name">The number's name, such as <c>mean_iou</c>.</param>
/// <param name="Title">What a reader is shown.</param>
/// <param name="Value">The number; null where it is undefined.</param>
/// <param name="IsShare">Whether it is a share, 0 to 1.</param>
public sealed record RunScore(string Evaluation, string Name, string Title, double? Value, bool IsShare)
{
    // The first number stands behind some hundred bytes; the tables behind it are long.
    private const int Head = 8192;
    private static readonly string[] Preferred = ["val", "test"];

    /// <summary>The score of a run: of its validation split, else of its test split, else of the first evaluation.</summary>
    /// <param name="folder">The run.</param>
    public static RunScore? Of(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Preferred.Select(name => (Name: name, File: folder.Evaluation(name))).FirstOrDefault(entry => File.Exists(entry.File))
            is { File: { } usual } found)
        {
            return Read(usual, found.Name);
        }

        var other = Path.GetDirectoryName(folder.Evaluation("val"))!;
        return Directory.Exists(other) && Directory.EnumerateFiles(other, "*.json").Order(StringComparer.Ordinal).FirstOrDefault()
            is { } first ? Read(first, Path.GetFileNameWithoutExtension(first)) : null;
    }

    private static RunScore? Read(string path, string evaluation)
    {
        var buffer = new byte[Head];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var count = stream.ReadAtLeast(buffer, Head, throwOnEndOfStream: false);
        var reader = new Utf8JsonReader(buffer.AsSpan(0, count), isFinalBlock: false, default);
        try
        {
            return First(ref reader, evaluation);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RunScore? First(ref Utf8JsonReader reader, string evaluation)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("metrics"))
            {
                break;
            }
        }

        var (name, title, value, isShare, property) = ("", "", (double?)null, true, "");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    property = reader.GetString()!;
                    break;
                case JsonTokenType.String when property == "name":
                    name = reader.GetString()!;
                    break;
                case JsonTokenType.String when property == "title":
                    title = reader.GetString()!;
                    break;
                case JsonTokenType.Number when property == "value":
                    value = reader.GetDouble();
                    break;
                case JsonTokenType.False when property == "is_share":
                    isShare = false;
                    break;
            }
        }

        return name.Length == 0 ? null : new RunScore(evaluation, name, title, value, isShare);
    }
}
