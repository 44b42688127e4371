using Panoptes.Studies.FileSystems;

namespace Panoptes.Studies.Tests.FileSystems;

public sealed class FileSystemProbeTests
{
    [Theory]
    [InlineData(0x6969, "Network")]
    [InlineData(0xFF534D42, "Network")]
    [InlineData(unchecked((int)0xFF534D42), "Network")] // As a system of 32 bits has it.
    [InlineData(0x0BD00BD0, "Network")]
    [InlineData(0xEF53, "Local")]
    [InlineData(0x58465342, "Local")]
    [InlineData(0x65735546, "Unknown")]
    [InlineData(0, "Unknown")]
    public void A_file_system_is_known_by_its_number(long type, string kind) => Assert.Equal(kind, $"{FileSystemProbe.OfType(type)}");

    [Fact]
    public void What_is_not_there_yet_is_where_its_folder_is()
    {
        // Shared memory is a tmpfs on every Linux, and /proc is no place for files.
        Assert.Equal(FileSystemKind.Local, FileSystemProbe.Of("/dev/shm/not there/nor this.db"));
        Assert.Equal(FileSystemKind.Unknown, FileSystemProbe.Of("/proc/self/status"));
    }
}
