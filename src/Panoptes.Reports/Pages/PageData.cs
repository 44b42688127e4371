using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Panoptes.Reports.Pages;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Places on the axis, such as steps, ascending.</param>
/// <param name="Y">Values; null is a gap.</param>
/// <param name="Points">True where every value is marked, as few and far apart.</param>
/// <param name="Color">Its color, or null for the next of the page's own.</param>
internal sealed record Series(
    string Name, IReadOnlyList<double> X, IReadOnlyList<double?> Y, bool Points = false, string? Color = null)
{
    /// <summary>True where it is not drawn until its name in the legend is clicked.</summary>
    public bool Hidden { get; init; }
}

/// <summary>One chart.</summary>
/// <param name="Id">What tells it from the other charts of the page.</param>
/// <param name="Title">Its title.</param>
/// <param name="Unit">Unit of the values, for the axis.</param>
/// <param name="Series">Its lines.</param>
/// <param name="Smooth">True where the page's smoothing applies: noisy values.</param>
/// <param name="Logarithmic">True where a logarithmic axis can be chosen.</param>
/// <param name="Zero">True where the axis starts at zero.</param>
internal sealed record Chart(
    string Id, string Title, string Unit, IReadOnlyList<Series> Series, bool Smooth = false, bool Logarithmic = false, bool Zero = false)
{
    /// <summary>
    /// The element <c>div class="charts" data-group="..."</c> that it is drawn into; charts of one group are zoomed together.
    /// </summary>
    public string Group { get; init; } = "steps";

    /// <summary>What the axis counts, for the number under the pointer.</summary>
    public string Axis { get; init; } = "step";
}

/// <summary>A confusion matrix.</summary>
/// <param name="Names">Classes of the rows.</param>
/// <param name="Columns">What they are taken for: the same classes and, where it occurs, none of them.</param>
/// <param name="Counts">Counts [truth][prediction].</param>
internal sealed record Matrix(IReadOnlyList<string> Names, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<long>> Counts)
{
    /// <summary>What is counted, in the plural.</summary>
    public string Unit { get; init; } = "pixels";
}

/// <summary>What a page's script draws.</summary>
internal sealed record PageData
{
    /// <summary>How it is written.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new ShortNumbers() },
    };

    /// <summary>Steps at which attempts after the first began, marked in charts over steps.</summary>
    public IReadOnlyList<long> Resumes { get; init; } = [];

    /// <summary>The charts in order.</summary>
    public IReadOnlyList<Chart> Charts { get; init; } = [];

    /// <summary>Confusion matrices, which the page refers to by their place.</summary>
    public IReadOnlyList<Matrix> Matrices { get; init; } = [];

    /// <summary>The classes of the page's pictures, whose colors name what is under the pointer.</summary>
    public IReadOnlyList<NamedColor> Classes { get; init; } = [];

    /// <summary>Writes whole numbers as they are, and others with five significant digits, which is more than a chart shows.</summary>
    private sealed class ShortNumbers : JsonConverter<double>
    {
        private const double Exact = 1L << 53;

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteRawValue(
                    value.ToString(double.IsInteger(value) && Math.Abs(value) < Exact ? "F0" : "G5", CultureInfo.InvariantCulture));
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
