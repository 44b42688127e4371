using System.Text.RegularExpressions;

namespace Panoptes.Reports.Tests.Pages;

/// <summary>What every page has to be.</summary>
internal static partial class PageCheck
{
    private static readonly string[] Void = ["meta", "img", "input", "br", "hr", "link"];

    /// <summary>Well formed, and without outside resources.</summary>
    public static void Check(string page)
    {
        Nesting(page);
        Assert.DoesNotMatch(@"https?://", page);
        Assert.DoesNotMatch(@"(?i)(src|href)\s*=\s*""(?!data:|#)", page);
        Assert.DoesNotMatch(
            @"(?i)@import|url\((?!['""]?(#|data:))|<link|<iframe|<object|<embed|fetch\(|XMLHttpRequest|import\(",
            Markup(page).Replace("url(#${clip})", ""));
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Single(Regex.Matches(page, "<style>"));
        var ids = Regex.Matches(Markup(page), " id=\"([^\"]*)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Regex.Matches(page, "href=\"#([^\"]+)\"").Select(match => match.Groups[1].Value), id => Assert.Contains(id, ids));
    }

    /// <summary>The page as it reads: its text without markup, one space between words.</summary>
    public static string Text(string page) =>
        Regex.Replace(System.Net.WebUtility.HtmlDecode(Tags().Replace(Markup(page), " ")), @"\s+", " ");

    /// <summary>The page without the content of scripts and styles.</summary>
    public static string Markup(string page) => RawText().Replace(page, match => match.Groups[1].Value + match.Groups[3].Value);

    // Every element is closed in order; attributes are quoted; text has no bare angle bracket.
    private static void Nesting(string page)
    {
        Assert.StartsWith("<!doctype html>", page);
        var open = new Stack<string>();
        var end = 0;
        foreach (Match tag in Tags().Matches(Markup(page)))
        {
            end++;
            var name = tag.Groups["name"].Value;
            if (tag.Groups["close"].Success)
            {
                Assert.True(open.Count > 0 && open.Peek() == name, $"</{name}> closes <{(open.Count > 0 ? open.Peek() : "nothing")}>");
                open.Pop();
            }
            else if (!Void.Contains(name))
            {
                open.Push(name);
            }
        }

        Assert.Empty(open);
        Assert.True(end > 50);
        var text = Tags().Replace(Markup(page), "").Replace("<!doctype html>", "");
        Assert.DoesNotContain('<', text);
    }

    [GeneratedRegex("""<(?<close>/)?(?<name>[a-z][a-z0-9]*)(\s+[a-z][a-z0-9-]*(="[^"]*")?)*\s*>""")]
    private static partial Regex Tags();

    [GeneratedRegex("(<(script|style)[^>]*>).*?(</\\2>)", RegexOptions.Singleline)]
    private static partial Regex RawText();
}
