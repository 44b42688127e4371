using System.Text;
using Panoptes.Formats.Files;
using Panoptes.Formats.Json;
using Panoptes.Foundation;

namespace Panoptes.Data.Splits;

/// <summary>
/// Reads lists of samples: text with one name a line (blank lines count for nothing), or the <c>images</c> of a COCO JSON by their
/// <c>file_name</c>.
/// </summary>
public static class SampleListFile
{
    /// <summary>Reads a list.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">There is no such file, it is no list, or it names nothing.</exception>
    public static SampleList Read(string path)
    {
        using var stream = InputFolder.Open(path);
        var samples = IsJson(stream) ? Images(stream, path) : Lines(stream, path);
        return samples.Count > 0
            ? new SampleList(path, samples)
            : throw new InputException(path, "no name", "the names of samples, one a line", "check that it is the right file");
    }

    /// <summary>A list as the text that <see cref="Read"/> takes: one name a line.</summary>
    /// <param name="names">The names.</param>
    public static string Text(IEnumerable<string> names) => string.Concat(names.Select(name => name + "\n"));

    private static bool IsJson(Stream stream)
    {
        Span<byte> head = stackalloc byte[64];
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var text = Encoding.UTF8.GetString(head[..read]).TrimStart('\uFEFF').TrimStart();
        return text.StartsWith('{');
    }

    private static List<ListedSample> Lines(Stream stream, string path)
    {
        var samples = new List<ListedSample>();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                samples.Add(new ListedSample(text.Trim(), $"{path}: line {line}"));
            }
        }

        return samples;
    }

    private static List<ListedSample> Images(Stream stream, string path)
    {
        List<ListedSample>? samples = null;
        var json = new JsonWalker(stream, path);
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("images"u8))
            {
                samples = [];
                json.EnterArray();
                while (json.NextElement())
                {
                    samples.Add(Image(ref json));
                }
            }
            else
            {
                json.Skip();
            }
        }

        json.EndOfFile();
        return samples ?? throw new InputException(
            $"{path}: $", "no key \"images\"", "a COCO JSON whose images are chosen, or text with one name a line",
            "check that it is the right file");
    }

    private static ListedSample Image(ref JsonWalker json)
    {
        var where = json.Where;
        string? name = null;
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("file_name"u8))
            {
                name = json.Text();
            }
            else
            {
                json.Skip();
            }
        }

        return string.IsNullOrEmpty(name)
            ? throw new InputException(where, "no \"file_name\"", "the name of the image's file", "add it")
            : new ListedSample(name, $"{where}.file_name");
    }
}
