using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Panoptes.Reports.Pages;

/// <summary>Builds a page. Whatever stands in the holes of an interpolated text is escaped; only <see cref="Raw"/> is not.</summary>
internal sealed class Html
{
    private readonly StringBuilder text = new();

    /// <summary>Bytes so far, for pages with a size limit (characters; nearly all are ASCII).</summary>
    public int Length => text.Length;

    /// <summary>Adds markup; values in holes are escaped, for element content and for quoted attributes.</summary>
    public Html Add([InterpolatedStringHandlerArgument("")] MarkupHandler markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>Adds markup as it is: for constants and for base64.</summary>
    public Html Raw(string markup)
    {
        text.Append(markup);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>Takes the pieces of an interpolated text, escaping its holes.</summary>
    [InterpolatedStringHandler]
    public readonly struct MarkupHandler
    {
        private readonly StringBuilder text;

        /// <summary>Called by the compiler.</summary>
        public MarkupHandler(int literalLength, int formattedCount, Html owner)
        {
            _ = (literalLength, formattedCount);
            text = owner.text;
        }

        /// <summary>A constant piece.</summary>
        public void AppendLiteral(string literal) => text.Append(literal);

        /// <summary>A hole.</summary>
        public void AppendFormatted<T>(T value) => text.Append(WebUtility.HtmlEncode(value?.ToString()));

        /// <summary>A hole with a format.</summary>
        public void AppendFormatted<T>(T value, string format)
            where T : IFormattable => text.Append(WebUtility.HtmlEncode(value.ToString(format, null)));
    }
}
