// Writes pages of the public API, to be read from disk, with a search: eng/api-pages.sh [FOLDER]
using System.Reflection;
using System.Text;
using ApiPages;
using PageFrame;

var (built, folder) = (Path.GetFullPath(args[0]), Path.GetFullPath(args[1]));
Directory.CreateDirectory(folder);
var texts = new DocumentationTexts();
List<Assembly> assemblies = [];
foreach (var name in args[2..])
{
    assemblies.Add(Assembly.LoadFrom(Path.Combine(built, $"{name}.dll")));
    texts.Read(Path.Combine(built, $"{name}.xml"));
}

var version = assemblies[0].GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
var names = assemblies.SelectMany(assembly => assembly.GetExportedTypes()).GroupBy(type => type.Namespace!)
    .OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
var pages = new ApiPage(texts, names.Select(group => group.Key).ToHashSet(), $"Panoptes {version}");
var search = new StringBuilder("window.entries = [\n");
foreach (var group in names)
{
    var types = group.OrderBy(type => Signatures.Name(type), StringComparer.Ordinal).ToList();
    File.WriteAllText(Path.Combine(folder, $"{group.Key}.html"), pages.OfNamespace(group.Key, types, search));
}

search.Append("];\n");
File.WriteAllText(Path.Combine(folder, "index.html"), pages.OfAll(names));
File.WriteAllText(Path.Combine(folder, "entries.js"), search.ToString());
SearchFrame.WriteAssets(folder, "api.css");
Console.WriteLine($"{names.Count} namespaces, {names.Sum(group => group.Count())} types: {Path.Combine(folder, "index.html")}");
