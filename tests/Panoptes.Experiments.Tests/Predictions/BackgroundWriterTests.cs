using Panoptes.Experiments.Predictions;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Experiments.Tests.Predictions;

public sealed class BackgroundWriterTests
{
    private static readonly RgbImage Pixels = new(1, 1);

    [Fact]
    public void Images_are_written_in_order_and_one_that_cannot_be_does_not_keep_the_others()
    {
        List<string> failed = [];
        var files = new Files(number => number == 3 ? new InputException("3.png", "a full disk", "room", "make some") : null);
        using (var writer = new BackgroundWriter<int>(files, (image, _) => failed.Add(image.Name)))
        {
            writer.Begin();
            foreach (var number in Enumerable.Range(0, 20))
            {
                writer.Add(Image(number), Pixels, number);
            }

            writer.Complete();
        }

        Assert.Equal(["3"], failed);
        Assert.Equal(Enumerable.Range(0, 20).Where(number => number != 3), files.Written);
        Assert.True(files.IsComplete);
    }

    [Fact]
    public void A_fault_of_the_program_comes_out_and_nobody_waits_for_room()
    {
        var files = new Files(number => number == 2 ? new InvalidOperationException("a fault") : null);
        using var writer = new BackgroundWriter<int>(files, (_, _) => { });
        writer.Begin();
        var fault = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var number in Enumerable.Range(0, 100))
            {
                writer.Add(Image(number), Pixels, number);
            }

            writer.Complete();
        });
        Assert.Equal("a fault", fault.Message);
        Assert.Equal([0, 1], files.Written);
        Assert.False(files.IsComplete);
    }

    private static PredictedImage Image(int number) => PredictedImage.OfFile($"{number}.png");

    private sealed class Files(Func<int, Exception?> refuses) : IPredictionWriter<int>
    {
        public List<int> Written { get; } = [];

        public bool IsComplete { get; private set; }

        public void Begin()
        {
        }

        public void Add(PredictedImage image, RgbImage pixels, int prediction)
        {
            if (refuses(prediction) is { } refused)
            {
                throw refused;
            }

            Written.Add(prediction);
        }

        public void Complete() => IsComplete = true;

        public void Dispose()
        {
        }
    }
}
