// Writes the repository's pages as one folder of HTML that is read and searched from disk: eng/site.sh [FOLDER]
using SitePages;

var site = new Site(Path.GetFullPath(args[0]), Path.GetFullPath(args[1]));
site.Write();
foreach (var link in site.Broken)
{
    Console.Error.WriteLine(link);
}

Console.WriteLine($"{site.Pages.Count} pages: {Path.Combine(args[1], "index.html")}");
return site.Broken.Count == 0 ? 0 : 1;
