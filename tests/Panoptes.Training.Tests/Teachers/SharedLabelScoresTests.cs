using Panoptes.Data.Classes;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Training.Configuration;
using Panoptes.Training.Supervision.Teachers;
using Panoptes.Training.Tests.Collectives;

namespace Panoptes.Training.Tests.Teachers;

public sealed class SharedLabelScoresTests
{
    [Fact]
    public void Processes_remember_what_all_of_them_saw()
    {
        var states = TakingTurns.Run(2, collective =>
        {
            using var scores = new LabelScores(Config, Classes(), collective);
            var random = new SeededRandom(collective.Rank, 7);
            for (var step = 0; step < 3; step++)
            {
                for (var i = 0; i < 5 + collective.Rank; i++)
                {
                    scores.IsSure(i % 2, random.NextDouble());
                }

                scores.Unite();
            }

            return scores.State[0].Tensor.ToArray<double>();
        });

        Assert.All(states, state => Assert.Null(state.Error));
        Assert.Equal(states[0].Result, states[1].Result);
        Assert.Equal([(3 * 3) + (3 * 3), (3 * 2) + (3 * 3)], [states[0].Result![0], states[0].Result![1001]]);
    }

    [Fact]
    public void What_a_checkpoint_gives_back_is_what_all_go_on_from()
    {
        var counts = TakingTurns.Run(2, collective =>
        {
            using var saved = new LabelScores(Config, Classes(), collective);
            saved.IsSure(0, 0.5);
            saved.Unite();
            using var resumed = new LabelScores(Config, Classes(), collective);
            resumed.Load(saved.State);
            resumed.IsSure(0, 0.7);
            resumed.Unite();
            return resumed.State[0].Tensor.ToArray<double>()[0];
        });

        Assert.All(counts, count => Assert.Equal(4, count.Result));
    }

    private static TeacherLabelConfig Config => new() { Score = 0.1, ClassShare = 0.25 };

    private static ClassTable Classes() => new(
        "pair", [new ClassEntry(0, 0, "car", default(Rgb), true), new ClassEntry(1, 1, "person", default(Rgb), true)]);
}
