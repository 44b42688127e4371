using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>Makes one command line with at least one thing wrong in it.</summary>
internal sealed class WrongCommandLine(SeededRandom random, TemporaryFolder folder)
{
    private static readonly string[] Verbs =
        ["demo", "train", "eval", "predict", "data", "weights", "models", "score", "convert", "parity", "config", "advise", "doctor"];
    private static readonly string[] Groups = ["data", "weights", "models", "score", "convert", "config"];
    private static readonly string[] Options = [
        "--steps", "--lr", "--epochs", "--batch", "--device", "--workers", "--imgsz", "--verbose", "--ouput", "-x", "--config", "--gtt",
        "--nope=3", "--", "---", "--=", "-é",
    ];
    private static readonly string[] Settings =
    [
        "lr=0.1", "epochs=3", "train.stepps=3", "train.steps=many", "train.steps=-1", "train.steps=", "train.steps=[1]",
        "train.batch_size=0", "train.optimizer=adam", "=5", "..=1", "a..b=1", "train=3",
        "augmentation.crop=3", "augmentation.crop=[1]", "model.name=nothing_at_all", "train.device={", "train.steps=1e99",
        "train.steps=NaN", "nothing=\"", "x.y.z=1", "train.schedule.power='a", "data=~", "train.seed=1.5", "imgsz=640",
        "train.loss.terms=3", "loader.workers=two", "variant=none", "run.name=a/b", "train.evaluation.scales=[]", "\n=1",
        "train.precision=fp64",
    ];

    private static readonly string[] Kinds = ["panoptic", "instances", "semantic", "clusters"];
    private static readonly string[] Conversions = [
        "panoptic-to-cityscapes", "panoptic-to-instances", "instances-to-panoptic", "panoptic-to-labels", "labels-to-panoptic",
        "cityscapes-to-panoptic",
    ];

    /// <summary>The words behind the program's name.</summary>
    public string[] Words() => random.NextInt(0, 8) switch
    {
        0 => [Mistyped(Pick(Verbs)), .. Some()],
        1 => [Pick(Groups), Mistyped(Pick(["check", "show", "panoptic", "labels-to-panoptic", "import", "list"])), .. Some()],
        2 => Shuffled([Pick(Verbs.Except(Groups).Except(["doctor", "demo"]).ToArray()), Pick(Options[..9]), .. Some()]),
        3 =>
            [.. Pick<string[]>([["train", folder["in/good.yaml"]], [
                "config", "show", folder["in/good.yaml"],
            ], ["config", "scale", folder["in/good.yaml"], "--batch", "2", "--out", Output()], ["advise", folder["in/good.yaml"]]]), Pick(
                Settings)],
        4 => WrongPath(),
        5 => WrongValue(),
        6 => Pick<string[]>([
            ["train"], ["eval"], ["predict"], ["data"], ["data", "preview", folder.Path], ["score"], ["score", "panoptic"],
            ["convert", "labels-to-panoptic", folder.Path], ["weights", "import"], ["config", "diff", "x"], ["parity"], [],
        ]) is var few
            && random.NextInt(0, 2) == 0
            ? few.Length == 0 ? ["config"] : few
            : [.. few.Length == 0 ? ["score"] : few, Pick(Options[..9])],
        _ => WrongOutput(),
    };

    private string[] WrongPath()
    {
        var path = NoPath();
        return Pick<string[]>([
            ["train", path], ["eval", path], ["eval", path, "--split", "val"], ["predict", path, NoPath(), "--out", Output()],
            ["data", "check", Missing()], ["data", "stats", path], ["data", "preview", path, "--out", Output()],
            ["weights", "inspect", path], ["weights", "import", path, "--model", "pspnet_r18", "--out", Output()], ["config", "show", path],
            ["config", "diff", path, NoPath()], ["advise", path], ["parity", Missing()],
            ["score", Pick(Kinds[..2]), "--gt", path, "--pred", NoPath(), "--out", Output(), "--html", Output()],
            ["score", "semantic", "--gt", path, "--pred", NoPath(), "--classes", "camvid11", "--out", Output()],
            ["score", "clusters", "--gt", path, "--pred", NoPath(), "--classes", Missing(), "--clusters", "3"],
            ["score", "compare", path, NoPath(), "--gt", Missing()],
            ["convert", Pick(Conversions[..4]), path, "--out", Output()],
            ["convert", "labels-to-panoptic", Missing(), "--classes", "camvid11", "--out", Output()], ["models", "show", "no_such_model"],
            ["models", "list", "no such"],
        ]);
    }

    private string[] WrongValue() => Pick<string[]>([
        ["score", "panoptic", "--gt", "a", "--pred", "b", "--ci", Pick(["many", "0", "-5", "100", "0.95", "NaN", "1e400"])],
        ["score", "semantic", "--pred", "x", "--convention", Pick(["none", "9", ""])],
        ["score", "panoptic", "--pred", "x", "--void-rule", "offical"],
        ["data", "synth", "--out", Output(), "--size", Pick(["5", "axb", "0x0", "64x", "-1x5"])],
        ["data", "synth", "--out", Output(), "--images", Pick(["-1", "0", "x", "2.5", "99999999999"])],
        ["data", "synth", "--out", Output(), "--held-out", Pick(["0.9", "NaN", "-1"])],
        ["config", "scale", folder["in/good.yaml"], "--batch", Pick(["0", "x", "-4", ""])],
        ["config", "scale", folder["in/good.yaml"], "--batch", "4", "--rule", "cubic"],
        ["models", "show", "pspnet_r18", "--size", Pick(["big", "1", "x"])],
        ["doctor", "--json=perhaps"], ["score", "clusters", "--gt", "x", "--pred", "y", "--clusters", Pick(["none", "1.5"])],
        ["score", "instances", "--gt", "a", "--pred", "b", "--segm", "--bbox"],
    ]);

    // The inputs are wrong in none of these: their outputs would replace them.
    private string[] WrongOutput() => Pick<string[]>([
        ["config", "scale", folder["in/good.yaml"], "--batch", "4", "--out", folder["in/good.yaml"], "--force"],
        ["config", "scale", folder["in/good.yaml"], "--batch", "4", "--out", folder[Pick(
            ["in/text.txt", "in/text.txt/x.yaml", "in", "in/"])]],
        ["data", "synth", "--out", folder[Pick(["in", "in/text.txt", "in/text.txt/x"])], "--images", "3", "--size", "32x64"],
        ["config", "scale", folder["in/good.yaml"], "--batch", "4", "--out", ""],
    ]);

    private string[] Some() => [.. Enumerable.Range(0, random.NextInt(0, 4))
        .Select(_ => random.NextInt(0, 3) switch { 0 => Pick(Options), 1 => Pick(Settings), _ => NoPath() })];

    private string NoPath() => random.NextInt(0, 3) == 0 ? Missing() : folder[Pick(
        ["in/text.txt", "in/list.json", "in/bytes.bin", "in/bytes.pth", "in/run", "in/empty"])];

    private string Missing() => random.NextInt(0, 4) == 0
        ? Pick(["", " ", "no/such", "~/no such file.yaml", "a\nb", "é\u2028x", new string('x', 300)])
        : folder[Pick(["none", "none.yaml", "none/deep.json", "in/text.txt/below"])];

    private string Output() => folder[Pick(["out", "out/page.html", "new.json"])];

    private string Mistyped(string verb)
    {
        var at = random.NextInt(0, verb.Length);
        return random.NextInt(
            0, 3) switch
        { 0 => verb.Insert(at, "q"), 1 => $"{verb[..at]}zz{verb[at..]}", _ => $"{verb[..at]}#{verb[(at + 1)..]}" };
    }

    private string[] Shuffled(string[] words)
    {
        for (var i = words.Length - 1; i > 0; i--)
        {
            var j = random.NextInt(0, i + 1);
            (words[i], words[j]) = (words[j], words[i]);
        }

        return words;
    }

    private T Pick<T>(T[] from) => from[random.NextInt(0, from.Length)];
}
