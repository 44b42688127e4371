using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>
/// Gives cells to a scheduler, as arrays, and one by one where an array is refused: so that one that is refused takes none down.
/// </summary>
/// <param name="size">Most cells of one array.</param>
/// <param name="submit">
/// Submits a job, or an array where there are several cells. Answers with the numbers of the jobs, one a cell, or none and what was said.
/// </param>
/// <param name="say">Told what was refused.</param>
internal sealed class Submission(
    int size, Func<IReadOnlyList<JobRequest>, (IReadOnlyList<string> Jobs, string Said)> submit, Action<string> say)
{
    private const int Patience = 3;
    private readonly List<(JobRequest Request, string Job)> accepted = [];
    private string refusal = "";

    /// <summary>Submits all.</summary>
    /// <param name="requests">The cells.</param>
    /// <param name="program">The program that refuses, for the error.</param>
    /// <returns>Those that were accepted.</returns>
    /// <exception cref="InputException">None was.</exception>
    public IReadOnlyList<(JobRequest Request, string Job)> Run(IReadOnlyList<JobRequest> requests, string program)
    {
        foreach (var array in requests.Chunk(size))
        {
            if (!Try(array) && array.Length > 1)
            {
                say($"{program} refused an array of {array.Length} cells ({refusal}); they are submitted one by one");
                OneByOne(array);
            }
        }

        return accepted.Count > 0 || requests.Count == 0 ? accepted : throw new InputException(
            program, $"the answer: {refusal}", "that a cell is accepted",
            "correct what it names (partition or queue, account, time, memory), or ask those who run the cluster");
    }

    private void OneByOne(JobRequest[] requests)
    {
        for (var i = 0; i < requests.Length; i++)
        {
            if (Try([requests[i]]))
            {
                continue;
            }

            // Where the first few are all refused, it is not for what one cell asks.
            if (accepted.Count == 0 && i + 1 >= Patience)
            {
                return;
            }
        }
    }

    private bool Try(JobRequest[] requests)
    {
        var (jobs, said) = submit(requests);
        if (jobs.Count == requests.Length)
        {
            accepted.AddRange(requests.Zip(jobs));
            return true;
        }

        refusal = said;
        if (requests.Length == 1)
        {
            say($"{requests[0].Name} was refused: {said}");
        }

        return false;
    }
}
