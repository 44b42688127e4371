using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Which configurations a sentence compares with which.</summary>
/// <param name="Subjects">Those that it says something of.</param>
/// <param name="Objects">Those that it measures them by.</param>
/// <param name="IsOrdered">Whether the sentence says which is which.</param>
/// <param name="IsNamed">Whether the sentence names any.</param>
internal sealed partial record Comparison(
    IReadOnlyList<Configuration> Subjects, IReadOnlyList<Configuration> Objects, bool IsOrdered, bool IsNamed)
{
    // A sentence that can mean more pairs says nothing that can be checked.
    private const int Most = 2500;

    /// <summary>All pairs, subject first; both ways round where the sentence does not say.</summary>
    public IEnumerable<(Configuration Subject, Configuration Object)> Pairs => (long)Subjects.Count * Objects.Count > Most ? [] :
        from subject in Subjects from other in Objects where subject != other select (subject, other);

    /// <summary>Reads a sentence or a header.</summary>
    public static Comparison Of(string text, ReportFacts facts)
    {
        var all = facts.Configurations.All;
        var mentions = facts.Configurations.Mentions(text);
        if (mentions.Count == 0)
        {
            return new Comparison(all, all, false, false);
        }

        var objects = mentions.Where(mention => Marker().IsMatch(text[..mention.Start])).SelectMany(mention => mention.Configurations)
            .Distinct().ToList();
        var others = mentions.Where(mention => !Marker().IsMatch(text[..mention.Start])).SelectMany(mention => mention.Configurations)
            .Distinct().ToList();
        if (objects.Count == 0 && others.Count > 1 && others.Exists(one => one.IsReference) && others.Exists(one => !one.IsReference))
        {
            objects = others.FindAll(one => one.IsReference);
        }

        if (objects.Count > 0)
        {
            var subjects = others.Except(objects).ToList();
            return new Comparison(subjects.Count > 0 ? subjects : [.. all.Except(objects)], objects, true, true);
        }

        return mentions.Count > 1
            ? new Comparison(others, others, false, true)
            : new Comparison(others, [.. all.Except(others)], others.Count == 1, true);
    }

    /// <summary>
    /// Reads the part of a sentence round a place, between semicolons, where that names configurations; else all of it.
    /// </summary>
    public static Comparison Near(string text, int position, ReportFacts facts)
    {
        var start = position > 0 ? text.LastIndexOf(';', Math.Min(position, text.Length) - 1) + 1 : 0;
        var end = text.IndexOf(';', position);
        var part = text[start..(end < 0 ? text.Length : end)];
        return part.Length < text.Length && facts.Configurations.Mentions(part).Count > 0 ? Of(part, facts) : Of(text, facts);
    }

    /// <summary>All models that a sentence names; null where it names none.</summary>
    public static IReadOnlyList<ReportModel>? AllModels(TextUnit unit, ReportFacts facts) =>
        facts.Models.Mentions(unit.Text).SelectMany(mention => mention.Models).Distinct().ToList() is { Count: > 0 } named ? named : null;

    /// <summary>The models that a place in a sentence speaks of; null for all.</summary>
    public static IReadOnlyList<ReportModel>? Models(TextUnit unit, int position, ReportFacts facts)
    {
        var mentions = facts.Models.Mentions(unit.Text);
        if (mentions.Count > 0)
        {
            var last = mentions.Count - 1;
            while (last > 0 && mentions[last].Start > position)
            {
                last--;
            }

            var result = mentions[last].Models.ToList();
            while (last > 0 && Together().IsMatch(unit.Text[(mentions[last - 1].Start
                + mentions[last - 1].Length)..mentions[last].Start]))
            {
                last--;
                result.AddRange(mentions[last].Models);
            }

            return result;
        }

        foreach (var text in unit.Context.Take(2))
        {
            var named = facts.Models.Mentions(text).SelectMany(mention => mention.Models).Distinct().ToList();
            if (named.Count > 0)
            {
                return named;
            }
        }

        return null;
    }

    [GeneratedRegex(
        @"(?:\bthan|\bover|\bvs\.?|\bversus|\bcompared (?:to|with)|\brelative to|\bbelow|\babove|\bagainst|\bbehind|\bahead of|\bunder"
            + @"|\bfrom|\bof|\bbeats|\boutperforms|\bmatch(?:es)?|\breach(?:es)?|\bexceeds)\s*[""'(]?(?:the |its |our |that of "
            + @"|those of |with |a |at |in |training )*(?:[\w+-]+ ){0,1}$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Marker();

    [GeneratedRegex(@"^[^.;:]{0,26}(?:,|/|&|\band\b)[^.;:]{0,10}$", RegexOptions.IgnoreCase)]
    private static partial Regex Together();
}
