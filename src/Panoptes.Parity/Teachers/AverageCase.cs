using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Teachers;

/// <summary>A teacher's parameters, which follow those of a student.</summary>
internal static class AverageCase
{
    private const string Prefix = "ema.";

    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(StoredFixture fixture)
    {
        var ema = fixture.Root.GetProperty("ema");
        var tolerance = fixture.Root.GetProperty("tolerance").GetProperty("ema_abs").GetDouble();
        var steps = fixture.Fixture.Outputs.Keys.Count(key => key.EndsWith("conv.bias", StringComparison.Ordinal));
        foreach (var parameter in ema.GetProperty("shapes").EnumerateObject())
        {
            var shape = Array.ConvertAll(FixtureJson.Integers(parameter.Value), length => (long)length);
            var (teacher, student) = (Values($"t.teacher.{parameter.Name}"), Values($"t.student.{parameter.Name}"));
            for (var step = 0; step < steps; step++)
            {
                student.AddInPlace(Values($"t.step{step}.{parameter.Name}") * 0.5);
                teacher.LerpInPlace(student, 1 - ema.GetProperty("decay").GetDouble());
                var key = $"{Prefix}{step}.{parameter.Name}";
                var expected = fixture.Stored!.ReadTensor(fixture.Stored.Find(key)!);

                // Interpolated, the average rounds otherwise than the sum of both shares, anew in every step.
                yield return new ParityResult(fixture.Name, key, (teacher - expected).Abs().Max().Item(), (step + 1) * tolerance);
            }

            Tensor Values(string name) => Tensor.From(Formula.Values(name, shape.Aggregate(1L, (count, length) => count * length)), shape);
        }
    }
}
