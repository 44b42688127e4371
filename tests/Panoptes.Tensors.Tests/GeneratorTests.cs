using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Panoptes.Tensors.Generators;

namespace Panoptes.Tensors.Tests;

public sealed class GeneratorTests
{
    [Fact]
    public void A_line_that_is_no_schema_is_reported_with_its_file_and_line()
    {
        var result = Run("# comment\n\naten::relu(Tensor self) -> Tensor\naten::bad(Tensor self\n");

        var error = Assert.Single(result.Diagnostics);
        Assert.Equal("PAN001", error.Id);
        Assert.Equal(DiagnosticSeverity.Error, error.Severity);
        Assert.Equal("Operators/operators.txt", error.Location.GetLineSpan().Path);
        Assert.Equal(3, error.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Contains("expected ')'", error.GetMessage());
        Assert.Contains("Relu(this Tensor self)", Source(result));
    }

    [Theory]
    [InlineData("aten::x(Storage s) -> Tensor", "the type 'Storage' is not supported")]
    [InlineData("x(Tensor s) -> Tensor", "expected '::'")]
    [InlineData("aten::x(Tensor s)", "expected '->'")]
    [InlineData("aten::x(int[two] s) -> Tensor", "'two' is no size of a list")]
    [InlineData("aten::x(Tensor(a! s) -> Tensor", "expected the name of an argument")]
    [InlineData("aten::x(Tensor s) -> Tensor trailing", "unexpected 'trailing'")]
    [InlineData("aten::x(int s=) -> Tensor", "a default is missing")]
    public void What_is_wrong_with_a_line_is_said(string line, string reason) =>
        Assert.Contains(reason, Assert.Single(Run(line).Diagnostics).GetMessage());

    [Fact]
    public void Two_lines_with_the_same_method_are_reported()
    {
        var error = Assert.Single(Run("aten::a(Tensor self, int n) -> Tensor\naten::a.other(Tensor self, SymInt m) -> Tensor").Diagnostics);
        Assert.Equal("PAN002", error.Id);
        Assert.Contains("line 1", error.GetMessage());
    }

    [Theory]
    [InlineData(
        "aten::f(Tensor self, Tensor? w=None, int[2] stride=1, bool c=False) -> Tensor",
        "Tensor F(this Tensor self, Tensor? w = null, ReadOnlySpan<long> stride = default, bool c = false)")]
    [InlineData(
        "aten::f_(Tensor(a!) self, Scalar v, *, Scalar alpha=1) -> Tensor(a!)",
        "Tensor FInPlace(this Tensor self, Scalar v, Scalar alpha = default)")]
    [InlineData(
        "aten::_foreach_f(Tensor[] self, Scalar[] s) -> Tensor[]", "Tensor[] ForeachF(ReadOnlySpan<Tensor> self, ReadOnlySpan<Scalar> s)")]
    [InlineData(
        "aten::f(Tensor self, Tensor?[] i, float? p=None, bool[3] m, SymInt[]? size=None) -> (Tensor values, Tensor)",
        "(Tensor Values, Tensor) F(this Tensor self, ReadOnlySpan<Tensor?> i, double? p, ReadOnlySpan<bool> m, ReadOnlySpan<long> size = "
            + "default)")]
    [InlineData(
        "aten::f(int[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, Generator? g, MemoryFormat? "
            + "m=None) -> ()",
        "void F(ReadOnlySpan<long> size, DType? dtype, Layout? layout, Device? device, Generator? g, MemoryFormat? m = null)")]
    [InlineData(
        "aten::f(Tensor self, str mode=\"mean\", float eps=1e-05, int reduction=Mean, str? out=None) -> bool",
        "bool F(this Tensor self, string mode = \"mean\", double eps = 1E-05, long reduction = 1, string? @out = null)")]
    public void A_schema_becomes_a_typed_method(string schema, string declaration)
    {
        var result = Run(schema);
        Assert.Empty(result.Diagnostics);
        Assert.Contains($"public static {declaration}\n", Source(result));
    }

    private static GeneratorDriverRunResult Run(string operators) =>
        CSharpGeneratorDriver.Create(new OperatorGenerator())
            .AddAdditionalTexts([new OperatorsFile(operators)])
            .RunGenerators(CSharpCompilation.Create("Empty"))
            .GetRunResult();

    private static string Source(GeneratorDriverRunResult result) =>
        Assert.Single(result.GeneratedTrees).ToString().ReplaceLineEndings("\n");

    private sealed class OperatorsFile(string text) : AdditionalText
    {
        public override string Path => "Operators/operators.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
