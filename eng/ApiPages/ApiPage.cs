using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using PageFrame;

namespace ApiPages;

/// <summary>One page a namespace, and one over all.</summary>
internal sealed class ApiPage(DocumentationTexts texts, IReadOnlySet<string> namespaces, string title)
{
    public string OfAll(IReadOnlyList<IGrouping<string, Type>> groups)
    {
        var html = new StringBuilder();
        foreach (var assembly in groups.GroupBy(group => group.First().Assembly.GetName().Name))
        {
            html.Append($"<section><h2>{assembly.Key}</h2>\n<div class=\"scroll\"><table><tbody>\n");
            foreach (var group in assembly)
            {
                var types = string.Join(", ", group.OrderBy(Signatures.Name, StringComparer.Ordinal).Select(type =>
                    $"<a href=\"{group.Key}.html#{Anchor(DocumentationIds.Of(type))}\">{Encoded(Signatures.Name(type))}</a>"));
                html.Append($"<tr><td><a href=\"{group.Key}.html\">{group.Key}</a></td><td>{types}</td></tr>\n");
            }

            html.Append("</tbody></table></div></section>\n");
        }

        return Frame(title, html.ToString());
    }

    public string OfNamespace(string name, IReadOnlyList<Type> types, StringBuilder search)
    {
        var html = new StringBuilder();
        foreach (var type in types)
        {
            var id = DocumentationIds.Of(type);
            var about = texts.Find(id, []);
            Add(search, Signatures.Name(type), name, id, about);
            html.Append($"<section id=\"{Anchor(id)}\"><h2>{Encoded(Signatures.Name(type))}</h2>\n");
            html.Append($"<pre>{Encoded(Signatures.Head(type))}</pre>\n{Said(about)}");
            foreach (var member in Signatures.Members(type).OrderBy(Order).ThenBy(member => member.Name, StringComparer.Ordinal))
            {
                var own = DocumentationIds.Of(member);
                var said = texts.Find(own, Inherited(type, member));
                Add(search, $"{Signatures.Name(type)}.{member.Name.Replace(".ctor", "new", StringComparison.Ordinal)}", name, own, said);
                html.Append($"<article class=\"member\" id=\"{Anchor(own)}\">")
                    .Append($"<h3><code>{Encoded(Signatures.Line(member))}</code></h3>\n").Append(Said(said)).Append("</article>\n");
            }

            html.Append("</section>\n");
        }

        return Frame(name, html.ToString());
    }

    private static int Order(MemberInfo member) => member switch
    {
        FieldInfo => 0,
        ConstructorInfo => 1,
        PropertyInfo => 2,
        EventInfo => 3,
        _ => 4,
    };

    private static IEnumerable<string> Inherited(Type type, MemberInfo member)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            foreach (var same in parent.GetMember(member.Name))
            {
                yield return DocumentationIds.Of(same);
            }
        }

        foreach (var same in type.GetInterfaces().SelectMany(contract => contract.GetMember(member.Name)))
        {
            yield return DocumentationIds.Of(same);
        }
    }

    private static string Anchor(string id) => Uri.EscapeDataString(id[2..]).Replace("%", "_", StringComparison.Ordinal);

    private string? Address(string id)
    {
        var type = id.Length > 2 ? id[2..].Split('(')[0] : "";
        for (var name = type; name.Contains('.');)
        {
            name = name[..name.LastIndexOf('.')];
            if (namespaces.Contains(name))
            {
                return $"{name}.html#{Anchor(id)}";
            }
        }

        return null;
    }

    private static void Add(StringBuilder search, string name, string page, string id, XElement? about)
    {
        var words = about?.Element("summary")?.Value ?? "";
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        search.Append($"{JsonSerializer.Serialize(new[] { name, $"{page}.html#{Anchor(id)}", line })},\n");
    }

    private string Said(XElement? about)
    {
        if (about is null)
        {
            return "";
        }

        var html = new StringBuilder($"<p>{DocumentationTexts.Html(about.Element("summary"), Address)}</p>\n");
        var rows = about.Elements().Where(part => part.Name.LocalName is "param" or "typeparam" or "returns" or "exception")
            .Select(part => $"<dt><code>{RowName(part)}</code></dt><dd>{DocumentationTexts.Html(part, Address)}</dd>").ToList();
        if (rows.Count > 0)
        {
            html.Append("<dl>").AppendJoin('\n', rows).Append("</dl>\n");
        }

        if (about.Element("remarks") is { } remarks)
        {
            html.Append($"<p>{DocumentationTexts.Html(remarks, Address)}</p>\n");
        }

        return html.ToString();
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);

    private static string RowName(XElement part) => part.Attribute("name")?.Value
        ?? (part.Attribute("cref") is { } cref ? cref.Value[(cref.Value.LastIndexOf('.') + 1)..] : "returns");

    private string Frame(string name, string body) => SearchFrame.Of(name, title, "api.css", body);
}
