namespace Panoptes.Models.Tests;

/// <summary>A folder of one test, removed at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("panoptes-models-");

    public string File(string name) => Path.Combine(folder.FullName, name);

    public string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
