using Panoptes.Dashboard.Notes;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Dashboard.Tests.Notes;

public sealed class RunNoteFileTests
{
    [Fact]
    public void An_edit_of_an_older_version_is_refused_and_shown_what_stands()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (new RunNoteFile(folder.Path, TimeProvider.System), new RunNoteFile(folder.Path, TimeProvider.System));
        var seen = first.Read();

        Assert.True(first.Write(seen with { Text = "mine", By = "Ada" }).IsTaken);
        var (now, isTaken) = second.Write(seen with { Text = "theirs" });

        Assert.False(isTaken);
        Assert.Equal(("mine", "Ada", 1), (now.Text, now.By, now.Version));
        Assert.True(second.Write(now with { Text = "both" }).IsTaken);
        Assert.Equal("both", first.Read().Text);
    }

    [Fact]
    public void Of_many_edits_of_one_version_one_is_taken()
    {
        using var folder = new TemporaryFolder();
        var taken = 0;
        Parallel.For(0, 8, user =>
        {
            if (new RunNoteFile(folder.Path, TimeProvider.System).Write(RunNote.None with { Text = $"{user}" }).IsTaken)
            {
                Interlocked.Increment(ref taken);
            }
        });

        Assert.Equal(1, taken);
        Assert.Equal(1, new RunNoteFile(folder.Path, TimeProvider.System).Read().Version);
    }

    [Fact]
    public void Tags_added_at_once_all_stay()
    {
        using var folder = new TemporaryFolder();
        Parallel.For(0, 8, user => new RunNoteFile(folder.Path, TimeProvider.System).Tag([$"t{user}", " same "], [], ""));

        Assert.Equal(
            ["same", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"], new RunNoteFile(folder.Path, TimeProvider.System).Read().Tags);
    }

    [Theory]
    [InlineData("a,b", "", "comma")]
    [InlineData("a", "too long", "characters")]
    public void What_cannot_be_kept_is_refused(string tag, string text, string said)
    {
        using var folder = new TemporaryFolder();
        var edit = RunNote.None with { Tags = [tag], Text = text.Length > 0 ? new string('x', 30_000) : "" };

        var error = Assert.Throws<InputException>(() => new RunNoteFile(folder.Path, TimeProvider.System).Write(edit));

        Assert.Contains(said, error.Message);
        Assert.Equal(0, new RunNoteFile(folder.Path, TimeProvider.System).Read().Version);
    }

    [Fact]
    public void A_broken_file_is_as_none()
    {
        using var folder = new TemporaryFolder();
        folder.Write(RunNoteFile.FileName, "{ broken");

        Assert.Equal(RunNote.None, new RunNoteFile(folder.Path, TimeProvider.System).Read());
    }
}
