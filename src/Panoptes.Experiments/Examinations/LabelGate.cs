using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Splits;
using Panoptes.Diagnosis.Examination;
using Panoptes.Diagnosis.Labels;
using Panoptes.Diagnosis.Verdicts;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Examinations;

/// <summary>
/// Examines the labels of a training before it begins, and refuses those that do not lie on their images. What was found is kept below
/// the folder of runs, by the hash of all it depends on, so that a run that goes on, or the next one, does not look again.
/// </summary>
/// <param name="config">The run.</param>
/// <param name="say">Takes lines for the reader.</param>
/// <param name="warn">Takes warnings, which the run keeps.</param>
internal sealed class LabelGate(RunConfig config, Action<string> say, Action<string> warn)
{
    private const string Version = "2";

    /// <summary>Whether a run's labels are examined.</summary>
    /// <param name="config">The run.</param>
    public static bool Examines(RunConfig config) => config.Doctor.Labels switch
    {
        LabelExamination.Never => false,
        LabelExamination.Always => true,
        _ => ArePseudo(config),
    };

    /// <summary>Whether a run is trained on pseudo-labels.</summary>
    /// <param name="config">The run.</param>
    public static bool ArePseudo(RunConfig config) => Datasets.FormatOf(config.Data) == DataFormat.PseudoLabels
        || config.Data.Streams.Values.Any(stream =>
            stream.Data is not null && Datasets.FormatOf(config.Data.Of(stream)) == DataFormat.PseudoLabels);

    /// <summary>Examines the labels of every split that is trained on, but for those that a model makes while training goes on.</summary>
    /// <param name="data">The run's data.</param>
    /// <exception cref="InputException">Labels do not lie on their images, and <c>doctor.force</c> is not set.</exception>
    public void Check(RunData data)
    {
        if (!Examines(config))
        {
            return;
        }

        var streams = RunData.StreamsOfAllStages(config).Where(entry => entry.Stream.LabeledBy is null)
            .Select(entry => (Part: StreamPart.Of(config.Data, entry.Stream), Samples: data.Stream(entry.Name, entry.Stream)))
            .DistinctBy(entry => entry.Part);
        foreach (var (part, dataset) in streams)
        {
            if ((dataset.Available & SampleLabels.Parts) != SampleParts.None)
            {
                var file = File(dataset);
                Judge(part.IsWholeSplit ? part.Split : dataset.Name, Known(file) ?? Examine(dataset, file));
            }
        }
    }

    private void Judge(string split, KeptDiagnosis diagnosis)
    {
        say($"labels of {split}: {diagnosis.Verdict.Word()}: {diagnosis.Sentence}");
        if (diagnosis.Verdict == Alignment.Unsure)
        {
            warn($"the doctor is not sure of the labels of {split}: {diagnosis.Sentence}");
        }

        if (!diagnosis.Verdict.IsRefused())
        {
            return;
        }

        if (!config.Doctor.Force)
        {
            throw new InputException(
                $"labels of {split}", diagnosis.Sentence, "labels that lie where their images show things",
                $"{diagnosis.Remedy}; \"panoptes doctor labels\" shows it; doctor.force=true trains all the same");
        }

        warn($"doctor.force: training on labels of {split} that are {diagnosis.Verdict.Word()}: "
            + diagnosis.Sentence);
    }

    private KeptDiagnosis Examine(IDataset dataset, string file)
    {
        var diagnosis = LabelDoctor.Examine(dataset, new DoctorOptions
        {
            Images = config.Doctor.Images,
            Augmentation = config.Augmentation,
        });
        AtomicFile.WriteText(file, DiagnosisJson.Text(diagnosis) + "\n");
        return new KeptDiagnosis(diagnosis.Verdict, diagnosis.Sentence, diagnosis.Remedy);
    }

    private static KeptDiagnosis? Known(string file)
    {
        if (!System.IO.File.Exists(file))
        {
            return null;
        }

        try
        {
            var kept = JsonNode.Parse(System.IO.File.ReadAllText(file))!.AsObject();
            return new KeptDiagnosis(
                Enum.Parse<Alignment>(kept["verdict"]!.GetValue<string>(), ignoreCase: true),
                kept["sentence"]!.GetValue<string>(), kept["remedy"]!.GetValue<string>());
        }
        catch (Exception damage) when (damage is JsonException or ArgumentException or InvalidOperationException or NullReferenceException)
        {
            // What cannot be read is found once more.
            return null;
        }
    }

    private string File(IDataset dataset)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(
            Version, dataset.Name, dataset.Classes.Describe(), $"{config.Doctor.Images}",
            ConfigWriter.Tree(config.Augmentation)!.ToJsonString(), ConfigWriter.Tree(config.Data.PseudoLabels)!.ToJsonString());
        for (var i = 0; i < dataset.Count; i++)
        {
            var files = dataset.Files(i);
            Add(files.Name, LinkedFile.State(files.Image), LinkedFile.State(files.Label), LinkedFile.State(files.Instance));
        }

        Add([.. dataset.SharedFiles.Select(LinkedFile.State)]);
        return Path.Combine(config.Run.Folder, ".doctor", Convert.ToHexStringLower(hash.GetHashAndReset()) + ".json");

        void Add(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(word + "\n"));
            }
        }
    }

    private sealed record KeptDiagnosis(Alignment Verdict, string Sentence, string Remedy);
}
