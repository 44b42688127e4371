using System.Globalization;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>What was trained on what, where and how to do it again.</summary>
internal static class SummarySection
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, RunPageData data)
    {
        html.Raw("<section id=\"summary\">\n");
        Tile.Write(html, RunHead.Tiles(data));
        html.Raw("<div class=\"facts\">\n");
        Recipe(html, data);
        Data(html, data);
        Model(html, data);
        Machine(html, data);
        html.Raw("</div>\n");
        Groups(html, data);
        Weights(html, data);
        Reproduce(html, data);
        html.Raw("</section>\n");
    }

    private static void Recipe(Html html, RunPageData data)
    {
        var train = data.Config.Train;
        Open(html, "Recipe");
        Fact(
            html, "steps × batch",
            $"{Show.Count(train.Steps)} × {train.BatchSize}{(train.Accumulation > 1 ? $" × {train.Accumulation} accumulated" : "")}");
        var images = data.Summary?.Splits.FirstOrDefault(split => split.Role == "train")?.Images ?? 0;
        if (images > 0)
        {
            Fact(html, "epochs", ((double)train.Steps * train.BatchSize * train.Accumulation / images)
                .ToString("0.0", CultureInfo.InvariantCulture));
        }

        Fact(html, "optimizer", $"{train.Optimizer.Name}, lr {ProgressText.Rate(train.Optimizer.LearningRate)}, weight decay "
            + $"{Show.Number(train.Optimizer.WeightDecay)}");
        Fact(html, "schedule", $"{train.Schedule.Name} {Show.Number(train.Schedule.Power)} to "
            + $"{Show.Number(train.Schedule.MinLearningRate)}, warm-up {Show.Count(train.Schedule.WarmUpSteps)} steps");
        Fact(html, "losses", string.Join(
            " + ", train.Loss.Terms
                .Select(term => $"{Show.Number(term.Weight)} × "
                    + $"{term.Name}{(term.ClassWeights.Count > 0 ? ", class weights" : "")}{(term.Ohem is null ? "" : ", OHEM")}")));
        var augmentation = data.Config.Augmentation;
        Fact(
            html, "augmentation",
            $"scale {Show.Number(augmentation.ResizeMin)}–{Show.Number(augmentation.ResizeMax)}, crop "
                + $"{(augmentation.Crop.Count == 0 ? "whole images" : string.Join("×", augmentation.Crop))}, flip "
                    + $"{Show.Number(augmentation.Flip)}{(augmentation.Photometric ? ", photometric" : "")}");
        Fact(html, "precision", $"{train.Precision}{(train.ChannelsLast ? ", channels last" : "")}, seed {train.Seed}");
        Close(html);
    }

    private static void Data(Html html, RunPageData data)
    {
        Open(html, "Data");
        Fact(html, "data set", data.Summary?.DataSet ?? Show.Absent);
        Fact(html, "folder", data.Config.Data.Root);
        foreach (var split in data.Summary?.Splits ?? [])
        {
            Fact(
                html,
                split.Role,
                split.Role == SplitRow.Labeler ? split.Name
                    : $"{Show.Count(split.Images)} images{(split.Name == split.Role ? "" : $" ({split.Name})")}");
        }

        if (data.Summary is { } summary)
        {
            Fact(html, "classes", $"{summary.Classes.Count} ({summary.ClassTable})");
            html.Raw("<dd class=\"full\">");
            ClassLegend.Write(html, [.. summary.Classes.Select(row => new NamedColor(row.Name, row.Color))], [], "");
            html.Raw("</dd>");
        }

        Close(html);
    }

    private static void Model(Html html, RunPageData data)
    {
        Open(html, "Model");
        if (data.Summary is { } summary)
        {
            Fact(html, "network", summary.Model);
            var trained = summary.TrainableParameters == summary.Parameters ? "" : $", {Show.Count(summary.TrainableParameters)} trained";
            Fact(html, "parameters", $"{Show.Count(summary.Parameters)}{trained}");
            Fact(html, "starts from", summary.Weights is [var line, ..] ? line : "random weights");
        }

        Close(html);
    }

    private static void Machine(Html html, RunPageData data)
    {
        Open(html, "Machine");
        if (data.Environment is { } environment)
        {
            Fact(html, "processor", $"{environment.Cpu}, {environment.Cores} cores, {environment.Threads} threads");
            Fact(html, "memory", ProgressText.Memory(environment.MemoryMib));
            Fact(html, "device", environment.Device);
            Fact(html, "libtorch", environment.Libtorch + (environment.Blas is { } blas ? $", {Path.GetFileName(blas)}" : ""));
            Fact(html, "system", $"{environment.System}, {environment.DotNet}");
            Fact(html, "Panoptes", environment.Panoptes
                + (environment.Commit is { } commit ? $", commit {commit[..Math.Min(10, commit.Length)]}" : ""));
            Fact(html, "host", environment.Host);
        }

        Close(html);
    }

    private static void Groups(Html html, RunPageData data)
    {
        if (data.Summary is not { Groups.Count: > 0 } summary)
        {
            return;
        }

        html.Raw("<details><summary>Parameter groups</summary><div class=\"scroll\"><table class=\"plain\"><thead><tr><th>first of its "
            + "tensors</th><th class=\"n\">tensors</th><th class=\"n\">parameters</th><th class=\"n\">learning rate</th><th "
                + "class=\"n\">weight decay</th></tr></thead><tbody>\n");
        foreach (var group in summary.Groups)
        {
            html.Add(
                $"<tr><td>{group.First}</td><td class=\"n\">{group.Tensors}</td><td class=\"n\">{Show.Count(group.Parameters)}</td><td "
                    + $"class=\"n\">{Show.Number(group.LearningRate)}</td><td class=\"n\">{Show.Number(group.WeightDecay)}</td></tr>\n");
        }

        html.Raw("</tbody></table></div></details>\n");
    }

    private static void Weights(Html html, RunPageData data)
    {
        if (data.Summary is not { Weights.Count: > 1 } summary)
        {
            return;
        }

        html.Raw("<details><summary>Weights that did not fit</summary><ul>\n");
        foreach (var line in summary.Weights.Skip(1))
        {
            html.Add($"<li>{line}</li>\n");
        }

        html.Raw("</ul></details>\n");
    }

    private static void Reproduce(Html html, RunPageData data)
    {
        html.Raw("<div class=\"reproduce\"><h3>Do it again</h3>\n");
        if (data.Environment is { CommandLine.Count: > 0 } environment)
        {
            // The first word is the managed program, however it was started.
            html.Add($"<pre class=\"copy\"><code>cd {Show.ShellWord(environment.Directory)}\n./panoptes "
                + $"{string.Join(' ', environment.CommandLine.Skip(1).Select(Show.ShellWord))}</code></pre>\n");
        }

        html.Add($"<p class=\"note\">The same command resumes this run. Every setting is listed under <a "
            + $"href=\"#configuration\">Configuration</a>; fingerprint <code>{data.Fingerprint}</code>.</p></div>\n");
    }

    private static void Open(Html html, string title) => html.Add($"<div class=\"card\"><h3>{title}</h3><dl>\n");

    private static void Fact(Html html, string name, string value) => html.Add($"<dt>{name}</dt><dd>{value}</dd>\n");

    private static void Close(Html html) => html.Raw("</dl></div>\n");
}
