using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation.Settings;

namespace Panoptes.Experiments.Tests.Configuration;

/// <summary>Writes the reference of all settings from the records themselves and their docstrings.</summary>
internal sealed partial class ConfigurationReference
{
    private readonly Dictionary<string, XElement> members = [];
    private readonly StringBuilder text = new();

    private ConfigurationReference()
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "Panoptes.*.xml").Where(file => !file.Contains(".Tests.")))
        {
            foreach (var member in XDocument.Load(file).Descendants("member"))
            {
                members[(string)member.Attribute("name")!] = member;
            }
        }
    }

    public static string Markdown()
    {
        var reference = new ConfigurationReference();
        reference.text.Append(
            """
            # Configuration

            This page is generated from the code: `PANOPTES_UPDATE_DOCS=1 dotnet test tests/Panoptes.Experiments.Tests` writes it anew.

            A run is described by a YAML file and by overrides of the command line, `train.steps=400 'augmentation.crop=[320, 416]'`.
            An override's value is YAML and wins over the file. `base: other.yaml` (or a list of files) in a file lays it over others; their
            paths are relative to the file. All other paths are relative to the current directory. `${NAME}` stands for an environment
            variable, which must be set, and `$${` for the two characters themselves. Whatever is unknown, mistyped, doubled or out of range
            is an error that names its line. `panoptes config show FILE` prints every setting as it would be used.

            The settings that decide what a run computes make its fingerprint, and with the file's name and the seed the run's name, so that
            the same command resumes the same run. Not part of it:
            """);
        reference.text.Append(' ').Append(string.Join(", ", Fingerprint.Excluded.Select(path => $"`{path}`"))).Append(". ");
        reference.text.Append("Files count by their content: ").Append(string.Join(", ", Fingerprint.ContentOf.Select(path => $"`{path}`")))
            .Append(".\n");
        reference.Record(typeof(RunConfig), new RunConfig(), "");
        return reference.text.ToString();
    }

    /// <summary>A page of the settings of another kind of file.</summary>
    public static string Markdown(string head, object defaults)
    {
        var reference = new ConfigurationReference();
        reference.text.Append(head);
        reference.Record(defaults.GetType(), defaults, "");
        return reference.text.ToString();
    }

    private void Record(Type type, object defaults, string path)
    {
        var properties = ConfigSchema.Properties(type);
        var plain = properties.Where(property => !IsNested(property.Property.PropertyType)).ToList();
        if (path.Length > 0)
        {
            text.Append($"\n## `{path}`\n\n{Summary($"T:{type.FullName}")}\n");
        }

        if (plain.Count > 0)
        {
            Table(plain, defaults, path);
        }

        foreach (var catalog in ConfigReader.BuiltIn.Where(catalog => catalog.Kind == ConfigSchema.FurtherOf(type)?.Property.PropertyType))
        {
            Further(catalog, path);
        }

        foreach (var property in properties.Where(property => IsNested(property.Property.PropertyType)))
        {
            var nested = Nested(property.Property.PropertyType)!;
            var isList = ConfigSchema.ElementOfList(property.Property.PropertyType) is not null;
            Record(
                nested, (isList ? null : property.Property.GetValue(defaults)) ?? Activator.CreateInstance(nested)!,
                KeyPath.Join(path, property.Key) + (isList ? "[]" : ""));
        }
    }

    // What a name chooses: one table for each kind of record, with the defaults of the first name that has them.
    private void Further(ISettingsCatalog catalog, string path)
    {
        foreach (var kind in catalog.Names.GroupBy(name => catalog.Defaults(name).GetType()))
        {
            var names = kind.ToList();
            text.Append(
                $"\n### `{path}` of {string.Join(", ", names.Select(name => $"`{name}`"))}\n\n{Summary($"T:{kind.Key.FullName}")}\n");
            Table(ConfigSchema.Properties(kind.Key), catalog.Defaults(names[0]), path);
        }
    }

    private void Table(IReadOnlyList<ConfigProperty> properties, object defaults, string path)
    {
        text.Append("\n| setting | type | default | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var property in properties)
        {
            text.Append($"| `{KeyPath.Join(path, property.Key)}` | {Cell(TypeName(property))} | {Cell(Default(property, defaults))} | "
                + $"{Cell(Meaning(property))} |\n");
        }
    }

    private static Type? Nested(Type type) =>
        ConfigSchema.IsRecord(type) ? type : ConfigSchema.ElementOfList(type) is { } element
            && ConfigSchema.IsRecord(element) ? element : null;

    private static bool IsNested(Type type) => Nested(type) is not null;

    private static string TypeName(ConfigProperty property) =>
        ConfigSchema.Name(property.Property.PropertyType) + (property.AllowsNull ? ", or null" : "");

    private static string Default(ConfigProperty property, object defaults) =>
        ConfigWriter.Tree(property.Property.GetValue(defaults)) switch
        {
            null => "null",
            JsonArray list => $"[{string.Join(", ", list.Select(item => item?.ToJsonString()))}]",
            JsonObject { Count: 0 } => "{}",
            JsonValue value when value.TryGetValue<string>(out var word) => word.Length == 0 ? "(empty)" : word,
            var value => value.ToJsonString(),
        };

    private string Meaning(ConfigProperty property)
    {
        var owner = property.Property.DeclaringType!;
        var meaning = Summary($"P:{owner.FullName}.{property.Property.Name}");
        var type = Nullable.GetUnderlyingType(property.Property.PropertyType) ?? property.Property.PropertyType;
        if (!type.IsEnum)
        {
            return meaning;
        }

        var values = Enum.GetNames(type).Select(name => $"`{KeyPath.Snake(name)}`: {Summary($"F:{type.FullName}.{name}")}");
        return $"{meaning} {string.Join(" ", values)}";
    }

    private string Summary(string member)
    {
        var summary = members.GetValueOrDefault(member.Replace('+', '.'))?.Element("summary")
            ?? throw new InvalidOperationException($"{member} has no docstring");
        var words = string.Concat(summary.Nodes().Select(Inline));
        return Spaces().Replace(words, " ").Trim();
    }

    private static string Inline(XNode node) => node switch
    {
        XText plain => plain.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{KeyPath.Snake(((string)see.Attribute("cref")!).Split('.')[^1])}`",
        XElement other => string.Concat(other.Nodes().Select(Inline)),
        _ => "",
    };

    private static string Cell(string value) => value.Replace("|", "\\|");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
