namespace Panoptes.Foundation.Outputs;

/// <summary>A folder of planned outputs, whose names come from data: none leads out of it.</summary>
public sealed class OutputFolder
{
    private readonly OutputPlan plan;
    private readonly string option;

    internal OutputFolder(OutputPlan plan, string path, string real, string option) =>
        (this.plan, Path, RealFolder, this.option) = (plan, path, real, option);

    /// <summary>The folder, as the user named it.</summary>
    public string Path { get; }

    private string RealFolder { get; }

    /// <summary>Plans a file of the folder.</summary>
    /// <param name="name">Its name below the folder; may hold folders.</param>
    /// <param name="source">Who names it: the file that the name was read from.</param>
    /// <param name="origin">What it is the result of, such as an image's id and name.</param>
    /// <returns>The path to write to.</returns>
    /// <exception cref="InputException">The name leads out of the folder, or writing it would harm something.</exception>
    public string File(string name, string source, string? origin = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        var leaf = System.IO.Path.GetFileName(name);
        if (leaf is "" or "." or ".." || name.Contains('\0') || System.IO.Path.IsPathRooted(name) || name.Split('/').Contains(".."))
        {
            throw Outside(name, source);
        }

        var target = RealPath.OfTarget(System.IO.Path.Combine(RealFolder, name));
        if (!RealPath.IsWithin(target, RealFolder))
        {
            throw Outside(name, source);
        }

        plan.Check(new PlannedFile(target, RealFolder), source, origin ?? name, option);
        return target;
    }

    private InputException Outside(string name, string source) =>
        new(
            source, $"the file name \"{name.Replace('\0', '?')}\"", $"a name below {Path}",
            "correct the name: results do not leave their folder");
}
