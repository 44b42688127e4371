using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Parity.Teachers;

/// <summary>One update of a teacher for each decay; 0 is the hand-over. Counts stay, as in the released code.</summary>
internal sealed class TeacherAverageCase(StoredFixture fixture)
{
    private const int Counted = 3;

    /// <summary>Runs it.</summary>
    public IEnumerable<ParityResult> Run()
    {
        var decays = fixture.Config.GetProperty("decays").EnumerateArray().Select(decay => decay.GetDouble()).ToArray();
        return decays.SelectMany((decay, place) => Run($"decay{place}", decay));
    }

    private List<ParityResult> Run(string name, double decay)
    {
        using var scope = TensorScope.Open();
        using var student = Filled("student");
        using var teacher = new TeacherNetwork(Filled("teacher"));
        var config = new TeacherConfig { CopyCounts = false };
        teacher.Follow(student, config);
        if (decay == 0)
        {
            teacher.Copy(student, config.CopyCounts);
        }
        else
        {
            teacher.Average(decay, Tensor.Zeros([]));
        }

        var outputs = teacher.Model.StateDict().ToDictionary(
            entry => $"{name}.{entry.Name}", entry => entry.Tensor.Rank == 0 ? entry.Tensor.Unsqueeze(0) : entry.Tensor);
        return [.. fixture.Compare(outputs).Where(result => result.Quantity.Contains(name, StringComparison.Ordinal))];
    }

    private SmallNetwork Filled(string owner)
    {
        using var noGrad = Autograd.NoGrad();
        var network = new SmallNetwork();
        FormulaWeights.Fill(network, fixture.Fixture, $"{owner}.");
        foreach (var (_, tensor) in network.NamedBuffers().Where(entry => !entry.Tensor.DType.IsFloatingPoint()))
        {
            tensor.FillInPlace(owner == "teacher" ? Counted : Counted + 1);
        }

        return network;
    }
}
