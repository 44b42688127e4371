using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Content;
using Panoptes.Diagnosis.Contracts;
using Panoptes.Diagnosis.Coordinates;
using Panoptes.Diagnosis.Offsets;
using Panoptes.Diagnosis.Pipelines;
using Panoptes.Diagnosis.RoundTrips;
using Panoptes.Diagnosis.Verdicts;

namespace Panoptes.Diagnosis.Examination;

/// <summary>
/// Examines whether a data set's labels lie where its images show things: sizes (P0), the training pipeline (P1, P2), then the content of
/// the files (P3). Needs no model and no tensors.
/// </summary>
public static class LabelDoctor
{
    // Most segments of a sample that go through the pipeline.
    private const int MostRegions = 35;

    /// <summary>Examines a data set.</summary>
    /// <param name="dataset">The split, with labels.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <returns>The diagnosis; the same on every run.</returns>
    /// <exception cref="Foundation.InputException">
    /// The split has no labels, a file cannot be read, or an option is out of range.
    /// </exception>
    public static LabelDiagnosis Examine(IDataset dataset, DoctorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new DoctorOptions();
        options.Check();
        var samples = new DoctorSamples(dataset, options.Seed);
        var read = new List<SampleSizes>();
        var images = new List<ProbeImage>();
        ContentFindings? content = null;
        for (var most = Math.Min(options.Images, samples.Count); ; most = Math.Min(2 * most, Math.Min(options.MostImages, samples.Count)))
        {
            Read(samples, read, images, most);
            content = images.Count == 0 ? null : ContentFindings.Of(images, samples);
            if (content is { Verdict: not Alignment.Unsure } || most >= Math.Min(options.MostImages, samples.Count))
            {
                break;
            }
        }

        var sizes = SizeCheck.Of(read);
        var pipeline = options.Augmentation is null ? null : new FrozenPipeline(options.Augmentation, options.Seed);
        var fitting = Enumerable.Range(0, read.Count).Where(i => read[i].HasSameAspect).Take(options.RoundTrips).ToArray();
        var coordinates = pipeline is null ? [] : fitting.Select(i => Coordinates(pipeline, read[i], i)).ToArray();
        var roundTrip = pipeline is null || fitting.Length == 0
            ? null
            : RoundTrip(pipeline, samples, read, fitting);
        return new Judgement(dataset, read, sizes, coordinates, roundTrip, content).Diagnosis with
        {
            Offsets = options.Offsets ? OffsetMap.Of(images) : [],
            Samples = [.. images.Select(image => image.Name)],
            Places = [.. images.Select(image => image.Place)],
        };
    }

    // Of a sample stay its sizes, its labels and their boundary points over the edges of its image, which is not kept.
    private static void Read(DoctorSamples samples, List<SampleSizes> read, List<ProbeImage> images, int most)
    {
        var first = read.Count;
        var added = new SampleSizes[most - first];
        var made = ProbeImage.Make(added.Length, i =>
        {
            var sample = samples.Read(first + i);
            added[i] = new SampleSizes(
                sample.Name, sample.Image.Width, sample.Image.Height, sample.Labels.Width, sample.Labels.Height);
            return sample;
        });
        read.AddRange(added);
        images.AddRange(made);
    }

    private static CoordinateScores Coordinates(FrozenPipeline pipeline, SampleSizes sample, int place)
    {
        var (pairs, scale) = PipelineCoordinates.Of(
            pipeline, (sample.ImageWidth, sample.ImageHeight), (sample.LabelWidth, sample.LabelHeight), place);
        return CoordinateProbe.Look(pairs, scale);
    }

    private static RoundTripScores RoundTrip(
        FrozenPipeline pipeline, DoctorSamples samples, List<SampleSizes> read, int[] places)
    {
        var classes = samples.Classes;
        var counts = new RoundTripCounts([.. Enumerable.Range(0, classes.Count).Select(id => classes[id].IsThing), false]);
        foreach (var place in places)
        {
            PipelineRoundTrip.Send(
                pipeline,
                RoundTripRegions.Of(samples.LabelsOf(place), id => id < classes.Count && classes[id].IsThing, MostRegions),
                (read[place].ImageWidth, read[place].ImageHeight), place, counts);
        }

        return counts.Scores;
    }
}
