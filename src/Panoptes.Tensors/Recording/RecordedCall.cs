namespace Panoptes.Tensors.Recording;

/// <summary>One call of an operator.</summary>
/// <param name="Operator">Its name with its overload, such as <c>aten::add.Tensor</c>.</param>
/// <param name="Arguments">
/// By the schema's names: a <see cref="RecordedTensor"/>, a list of them (some null where the schema allows it), <c>long</c>,
/// <c>double</c>, <c>bool</c>, <c>long[]</c>, <c>double[]</c>, <c>bool[]</c> or <c>string</c>; null where it was left out.
/// </param>
/// <param name="Results">What it gave; for an operator that writes in place, what the tensor holds afterwards.</param>
public sealed record RecordedCall(
    string Operator, IReadOnlyDictionary<string, object?> Arguments, IReadOnlyList<RecordedTensor> Results)
{
    /// <summary>The pseudo-operator by which a write to a view is told to the tensor that was viewed; see <see cref="View"/>.</summary>
    public const string WriteBack = "panoptes::write_back";

    /// <summary>
    /// For <see cref="WriteBack"/>: the call that made the view. The arguments are <c>base</c>, what was viewed before, and <c>part</c>,
    /// what the view holds now.
    /// </summary>
    public RecordedCall? View { get; init; }
}
