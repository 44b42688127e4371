using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Formats.Tests.Files;

public sealed class ListedFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Endings_count_in_any_case_and_hidden_files_and_folders_do_not()
    {
        foreach (var name in new[] { "a.PNG", "sub/b.png", "c.JPeG", "._a.png", ".ipynb_checkpoints/a.png", "Thumbs.db", "notes.txt" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllBytes(Path.Combine(folder, name), []);
        }

        Assert.Equal(["a.PNG", "c.JPeG", "sub/b.png"], ListedFiles.Images(folder).Select(file => Path.GetRelativePath(folder, file)));
        Assert.Equal(["a.PNG", "sub/b.png"], ListedFiles.Pngs(folder).Select(file => Path.GetRelativePath(folder, file)));
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Contains("no such folder", Assert.Throws<InputException>(() => ListedFiles.Images(Path.Combine(folder, "none"))).Message);
}
