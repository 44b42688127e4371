using Panoptes.Foundation;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Tests.Evaluation;

public class SlidingWindowsTests
{
    [Theory]
    [InlineData(1024, 2048, 1024, 768, 1, 3)]
    [InlineData(1025, 2049, 769, 513, 2, 4)]
    [InlineData(1024, 2048, 512, 384, 3, 5)]
    [InlineData(100, 50, 512, 384, 1, 1)]
    public void As_many_windows_as_the_reference_takes(int height, int width, int window, int stride, int rows, int columns)
    {
        Assert.Equal(rows, SlidingWindows.Starts(height, window, stride).Count);
        Assert.Equal(columns, SlidingWindows.Starts(width, window, stride).Count);
    }

    [Fact]
    public void Windows_are_whole_and_leave_no_pixel_out()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new SeededRandom(seed);
            var (length, window) = (random.NextInt(1, 300), random.NextInt(1, 100));
            var stride = random.NextInt(1, window + 1);
            var covered = new bool[length];
            foreach (var start in SlidingWindows.Starts(length, window, stride))
            {
                Assert.InRange(start, 0, Math.Max(length - window, 0));
                Array.Fill(covered, true, start, Math.Min(window, length));
            }

            Assert.All(covered, Assert.True);
        }
    }
}
