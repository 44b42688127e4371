using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Panoptes.Tensors.Generators;

/// <summary>
/// Writes a typed extension method on <c>Panoptes.Tensors.Ops</c> for every schema in an additional file named operators.txt
/// (one schema a line; empty lines and lines that start with # are skipped).
/// </summary>
[Generator]
public sealed class OperatorGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor s_badSchema = new(
        "PAN001", "An operator schema cannot be read", "{0}", "Panoptes.Operators", DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static readonly DiagnosticDescriptor s_duplicate = new(
        "PAN002", "Two operator schemas give the same C# method", "{0}", "Panoptes.Operators", DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(static file => Path.GetFileName(file.Path) == "operators.txt")
            .Select(static (file, cancellation) => (file.Path, Text: file.GetText(cancellation)?.ToString() ?? ""));
        context.RegisterSourceOutput(files, static (output, file) => Generate(output, file.Path, file.Text));
    }

    private static void Generate(SourceProductionContext output, string path, string text)
    {
        var source = SourceText.From(text, Encoding.UTF8);
        var schemas = Parse(source, out var errors, output.CancellationToken);
        var emitter = new OperatorEmitter();
        var seen = new Dictionary<string, OperatorSchema>();
        foreach (var schema in schemas)
        {
            var signature = OperatorEmitter.Signature(schema);
            if (seen.TryGetValue(signature, out var first))
            {
                errors.Add(new SchemaError(
                    schema.Line, 0, $"{schema.Name}.{schema.Overload} gives the same method as line {first.Line + 1}: {signature}"));
                continue;
            }

            seen.Add(signature, schema);
            emitter.Add(schema);
        }

        foreach (var error in errors)
        {
            var line = source.Lines[error.Line];
            var position = line.Start + System.Math.Min(error.Column, line.Span.Length);
            var span = TextSpan.FromBounds(position, line.End);
            var descriptor = error.Message.Contains("gives the same method") ? s_duplicate : s_badSchema;
            output.ReportDiagnostic(
                Diagnostic.Create(descriptor, Location.Create(path, span, source.Lines.GetLinePositionSpan(span)), error.Message));
        }

        output.AddSource("Ops.g.cs", SourceText.From(emitter.Finish(), Encoding.UTF8));
    }

    private static ImmutableArray<OperatorSchema> Parse(SourceText source, out List<SchemaError> errors, CancellationToken cancellation)
    {
        errors = [];
        var schemas = ImmutableArray.CreateBuilder<OperatorSchema>();
        foreach (var line in source.Lines)
        {
            cancellation.ThrowIfCancellationRequested();
            var content = line.ToString();
            if (content.Trim().Length == 0 || content.TrimStart()[0] == '#')
            {
                continue;
            }

            var (schema, error) = SchemaParser.Parse(content, line.LineNumber);
            if (schema is not null)
            {
                schemas.Add(schema);
            }
            else
            {
                errors.Add(error!);
            }
        }

        return schemas.ToImmutable();
    }
}
