using Panoptes.Foundation;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Engine;
using Panoptes.Training.Supervision;
using Panoptes.Training.Tests.Engine;

namespace Panoptes.Training.Tests.Collectives;

public sealed class OwnStateTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void What_every_process_would_remember_by_itself_is_refused(int size, bool isRefused)
    {
        var (_, error) = TakingTurns.Run(size, collective =>
        {
            using var model = new PointwiseSegmenter(2);
            new TrainingSetup(model, _ => throw new NotSupportedException(), [new Remembering()]) { Collective = collective }.Check();
            return 0;
        })[0];

        Assert.Equal(isRefused, error is InputException);
        Assert.Equal(isRefused, error?.Message.StartsWith("train.some.memory: found", StringComparison.Ordinal) ?? false);
    }

    private sealed class Remembering : ISupervisor
    {
        public string Name => "remembering";

        public string? OwnStateSetting => "train.some.memory";

        public void Check(Segmenter model)
        {
        }

        public IReadOnlyList<NamedLoss> Compute(StepContext step) => [];
    }
}
