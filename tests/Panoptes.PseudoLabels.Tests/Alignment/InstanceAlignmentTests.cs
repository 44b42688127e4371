using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.PseudoLabels.Alignment;

namespace Panoptes.PseudoLabels.Tests.Alignment;

public sealed class InstanceAlignmentTests
{
    [Fact]
    public void Every_instance_takes_the_class_that_most_of_its_pixels_have_the_lowest_of_equals()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new SeededRandom(seed);
            var (classes, instances) = (new Plane<ushort>(9, 8), new Plane<ushort>(9, 8));
            for (var i = 0; i < classes.Pixels.Length; i++)
            {
                classes.Pixels[i] = random.NextBool(0.3) ? (ushort)65535 : (ushort)random.NextInt(0, 3);
                instances.Pixels[i] = (ushort)random.NextInt(0, 6);
            }

            var before = (ushort[])classes.Pixels.Clone();
            InstanceAlignment.Align(classes, instances, 65535);
            for (var i = 0; i < before.Length; i++)
            {
                var votes = before.Where((id, j) => instances.Pixels[j] == instances.Pixels[i] && id != 65535).ToArray();
                var expected = instances.Pixels[i] == 0 ? before[i]
                    : votes.Length == 0 ? (ushort)65535
                    : votes.Distinct().OrderByDescending(id => votes.Count(vote => vote == id)).ThenBy(id => id).First();
                Assert.Equal(expected, classes.Pixels[i]);
            }
        }
    }
}
