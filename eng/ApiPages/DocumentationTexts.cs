using System.Net;
using System.Text;
using System.Xml.Linq;

namespace ApiPages;

/// <summary>What the documentation files say, as HTML.</summary>
internal sealed class DocumentationTexts
{
    private readonly Dictionary<string, XElement> members = [];

    public void Read(string path)
    {
        foreach (var member in XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member"))
        {
            members[member.Attribute("name")!.Value] = member;
        }
    }

    /// <summary>What is said of a member; of the first of others where it inherits.</summary>
    public XElement? Find(string id, IEnumerable<string> inherited)
    {
        if (members.GetValueOrDefault(id) is not { } own)
        {
            return null;
        }

        return own.Element("inheritdoc") is not { } link ? own
            : inherited.Prepend(link.Attribute("cref")?.Value ?? "").Select(other => members.GetValueOrDefault(other))
                .FirstOrDefault(found => found is not null);
    }

    /// <summary>A part as HTML.</summary>
    public static string Html(XElement? part, Func<string, string?> address)
    {
        var html = new StringBuilder();
        foreach (var node in part?.Nodes() ?? [])
        {
            html.Append(node switch
            {
                XText text => WebUtility.HtmlEncode(text.Value),
                XElement { Name.LocalName: "see" or "seealso" } see => Link(see, address),
                XElement { Name.LocalName: "paramref" or "typeparamref" } reference => $"<code>{reference.Attribute("name")!.Value}</code>",
                XElement { Name.LocalName: "c" } code => $"<code>{WebUtility.HtmlEncode(code.Value)}</code>",
                XElement { Name.LocalName: "code" } code => $"<pre>{WebUtility.HtmlEncode(code.Value)}</pre>",
                XElement { Name.LocalName: "para" } paragraph => $"<p>{Html(paragraph, address)}</p>",
                XElement other => Html(other, address),
                _ => "",
            });
        }

        return html.ToString().Trim();
    }

    private static string Link(XElement see, Func<string, string?> address)
    {
        if (see.Attribute("langword") is { } word)
        {
            return $"<code>{word.Value}</code>";
        }

        var id = see.Attribute("cref")?.Value ?? "";
        var name = see.Value.Length > 0 ? see.Value : id[(id.Split('(')[0].LastIndexOf('.') + 1)..].Split('(', '`', '{')[0];
        return address(id) is { } found
            ? $"<a href=\"{WebUtility.HtmlEncode(found)}\"><code>{WebUtility.HtmlEncode(name)}</code></a>"
            : $"<code>{WebUtility.HtmlEncode(name)}</code>";
    }
}
