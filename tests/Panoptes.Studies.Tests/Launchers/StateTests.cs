using Panoptes.Studies.Launchers;

namespace Panoptes.Studies.Tests.Launchers;

public class StateTests
{
    [Theory]
    [InlineData("Pending", "PD PENDING CF CONFIGURING S SUSPENDED ST STOPPED RH REQUEUE_HOLD SE SPECIAL_EXIT RF RD")]
    [InlineData("Running", "R RUNNING CG COMPLETING SO STAGE_OUT RS RESIZING SI SIGNALING RUNNING+")]
    [InlineData("Ended", "CD COMPLETED")]
    [InlineData("Interrupted", "TO TIMEOUT PR PREEMPTED NF NODE_FAIL RQ REQUEUED preempted")]
    [InlineData("OutOfMemory", "OOM OUT_OF_MEMORY OUT_OF_ME+")]
    [InlineData("Failed", "F FAILED BF BOOT_FAIL DL DEADLINE")]
    [InlineData("Cancelled", "CA CANCELLED CANCELLED+")]
    [InlineData("Unknown", "RV REVOKED XY")]
    public void Slurms_words_are_known_short_and_long(string phase, string words)
    {
        foreach (var word in words.Split(' '))
        {
            Assert.Equal((word, phase), (word, $"{SlurmStates.Phase(word)}"));
        }
    }

    [Theory]
    [InlineData("CANCELLED by 1000", "0:0", "Cancelled", "")]
    [InlineData("FAILED", "75:0", "Interrupted", "exit code 75:0")]
    [InlineData("FAILED", "3:0", "Ended", "another holds the cell")]
    [InlineData("FAILED", "0:9", "Failed", "exit code 0:9")]
    [InlineData("TIMEOUT", "75:0", "Interrupted", "exit code 75:0")]
    [InlineData("OUT_OF_MEMORY", "75:0", "OutOfMemory", "exit code 75:0")]
    public void Slurms_exit_codes_say_what_a_failure_was(string word, string code, string phase, string reason) => Assert.Equal(
        (phase, reason), ($"{SlurmStates.Phase(word, code)}", SlurmStates.Reason("None", code)));

    [Theory]
    [InlineData("PEND", "-", "-", "New job is waiting for scheduling", "Pending", "PEND", "New job is waiting for scheduling")]
    [InlineData("PSUSP", "-", "-", "-", "Pending", "PSUSP", "")]
    [InlineData("WAIT", "-", "-", "-", "Pending", "WAIT", "")]
    [InlineData("USUSP", "-", "-", "-", "Pending", "USUSP", "")]
    [InlineData("SSUSP", "-", "-", "-", "Pending", "SSUSP", "")]
    [InlineData("RUN", "-", "-", "-", "Running", "RUN", "")]
    [InlineData("DONE", "-", "-", "-", "Ended", "DONE", "")]
    [InlineData("UNKWN", "-", "-", "-", "Unknown", "UNKWN", "")]
    [InlineData("ZOMBI", "-", "-", "-", "Interrupted", "ZOMBI", "")]
    [InlineData("EXIT", "140", "TERM_RUNLIMIT: after the run time limit", "-", "Interrupted", "TERM_RUNLIMIT", "after the run time limit")]
    [InlineData("EXIT", "75", "TERM_MEMLIMIT: after the memory limit", "-", "OutOfMemory", "TERM_MEMLIMIT", "after the memory limit")]
    [InlineData("EXIT", "143", "TERM_PREEMPT: after preemption", "-", "Interrupted", "TERM_PREEMPT", "after preemption")]
    [InlineData("EXIT", "130", "TERM_OWNER: job killed by owner", "-", "Cancelled", "TERM_OWNER", "job killed by owner")]
    [InlineData("EXIT", "1", "TERM_UNKNOWN: unknown reason", "-", "Failed", "TERM_UNKNOWN", "TERM_UNKNOWN: unknown reason, exit code 1")]
    [InlineData("EXIT", "75", "-", "-", "Interrupted", "EXIT", "exit code 75")]
    [InlineData("EXIT", "3", "-", "-", "Ended", "EXIT", "another holds the cell")]
    [InlineData("EXIT", "1", "-", "-", "Failed", "EXIT", "exit code 1")]
    [InlineData("EXIT", "-", "-", "-", "Failed", "EXIT", "")]
    [InlineData("ODD", "-", "-", "-", "Unknown", "ODD", "")]
    public void Lsfs_words_are_known(string stat, string code, string why, string pending, string phase, string word, string reason)
    {
        var state = LsfStates.Read("1", stat, code, why, pending);
        Assert.Equal((phase, word, reason), ($"{state.Phase}", state.Code, state.Reason));
    }

    [Theory]
    [InlineData("123", "123")]
    [InlineData("123_4", "123_4")]
    [InlineData("123_[1,3-5%2]", "123_1 123_3 123_4 123_5")]
    [InlineData("123_[0-6:3]", "123_0 123_3 123_6")]
    [InlineData("123_[]", "")]
    [InlineData("123_[7-]", "")]
    public void Jobs_of_an_array_that_are_told_together_are_told_apart(string entry, string jobs) =>
        Assert.Equal(jobs, string.Join(' ', JobIds.Expand(entry)));

    [Theory]
    [InlineData("123")]
    [InlineData("123_4")]
    [InlineData("123[4]")]
    public void A_jobs_array_is_known_by_its_number(string job) => Assert.Equal("123", JobIds.Master(job));
}
