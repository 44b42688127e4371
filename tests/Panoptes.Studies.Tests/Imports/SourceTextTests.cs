using FsCheck;
using FsCheck.Fluent;
using Panoptes.Studies.Imports.OpenMmlab;
using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Imports;

public sealed class SourceTextTests
{
    [Fact]
    public void Literals_of_a_Python_configuration_are_read_and_nothing_else()
    {
        var facts = PythonFacts.Of("""
            import os  # os.system('x = 1')
            _base_ = ['../_base_/models/segformer.py']
            crop_size = (512, 1024)
            iters = 20_000
            lr = 0.01 / 4
            secret = os.environ['HOME']
            name = 'a' \
                   'b'
            train_cfg = dict(type='IterBasedTrainLoop', max_iters=iters, val_interval=iters // 10)
            data = dict(samples_per_gpu=2, train=dict(pipeline=[dict(type='Crop', size=crop_size)], type="City#scapes"))
            lr_config = {'policy': 'poly', 'power': 0.9, 'warmup': None}
            optimizer = dict(type='SGD', lr=lr)
            def f(x):
                inner = 5
            """);

        Assert.Equal("20_000", facts.Text("iters"));
        Assert.Equal(20000, facts.Count("train_cfg.max_iters"));
        Assert.Equal((null, null, null), (facts.Text("lr"), facts.Text("secret"), facts.Text("inner")));
        Assert.Null(facts.Text("train_cfg.val_interval"));
        Assert.Equal(("1024", "City#scapes"), (facts.Text("data.train.pipeline[0].size[1]"), facts.Text("data.train.type")));
        Assert.Equal(("poly", null), (facts.Text("lr_config.policy"), facts.Text("lr_config.warmup")));
        Assert.Equal(("SGD", null), (facts.Text("optimizer.type"), facts.Number("optimizer.lr")));
    }

    [Fact]
    public void A_later_assignment_replaces_all_of_an_earlier_one()
    {
        var facts = PythonFacts.Of("a = dict(b=1, c=2)\na = dict(c=3)\n");

        Assert.Equal((null, "3"), (facts.Text("a.b"), facts.Text("a.c")));
    }

    [Fact]
    public void Any_text_is_read_to_its_end_without_an_exception()
    {
        const string signs = "a=(){}[]'\",:#\n \\d1.";
        var texts = Gen.Elements(signs.ToCharArray()).ArrayOf().Select(signs => new string(signs)).ToArbitrary();
        Prop.ForAll(texts, text => PythonFacts.Of("x = dict(" + text).Paths.Count >= 0 && YamlFacts.Of(text).Paths.Count >= 0
            && (JsonRecord.Parse(text) is null || text.Contains('{', StringComparison.Ordinal)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Brackets_without_end_do_not_go_deeper_than_they_may()
    {
        Assert.Empty(PythonFacts.Of("x = " + new string('[', 1_000_000)).Paths);
        Assert.Null(JsonRecord.Parse(new string('[', 1_000_000)));
        Assert.Null(JsonRecord.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))));
    }

    [Fact]
    public void What_Python_writes_for_no_number_is_read_outside_of_texts_alone()
    {
        var record = JsonRecord.Parse("""{"a": NaN, "b": -Infinity, "c": "NaN \" Infinity", "d": [NaN], "e": 1e400}""");

        Assert.True(double.IsNaN(record!.Numbers["a"]));
        Assert.True(double.IsNegativeInfinity(record.Numbers["b"]));
        Assert.Equal("NaN \" Infinity", record.Texts["c"]);
        Assert.Null(record.Number("e"));
    }

    [Fact]
    public void A_line_longer_than_may_be_is_passed_over_and_the_next_is_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("long.jsonl", new string('x', SourceFile.LongestLine + 1) + "\n{\"a\": 1}\n");
        var warnings = new List<string>();

        var read = Assert.Single(JsonLines.Read(path, "long.jsonl", warnings.Add));

        Assert.Equal(2, read.Line);
        Assert.Equal("long.jsonl:1: left out, no JSON object", Assert.Single(warnings));
    }

    [Theory]
    [InlineData("val/mIoU", "mean_iou")]
    [InlineData("val_mean_io_u", "mean_iou")]
    [InlineData("Validation/mean_iou", "mean_iou")]
    [InlineData("aAcc", "pixel_accuracy")]
    [InlineData("sem_seg/pACC", "pixel_accuracy")]
    [InlineData("panoptic_seg/PQ_st", "pq_stuff")]
    [InlineData("coco_panoptic/PQ", "pq")]
    [InlineData("coco/segm_mAP_75", "ap75")]
    [InlineData("metrics/mAP50-95(B)", "box_ap")]
    [InlineData("metrics/mAP_0.5:0.95", "ap")]
    [InlineData("val_loss", "loss")]
    [InlineData("train/mIoU", null)]
    [InlineData("decode.acc_seg", null)]
    [InlineData("price", null)]
    public void Tags_are_known_by_what_they_measure(string tag, string? name) => Assert.Equal(name, SourceMetric.Of(tag)?.Name);

    [Theory]
    [InlineData("segformer_mit-b3_8xb1-160k_cityscapes-1024x1024", "segformer_mit-b3", "cityscapes", 8, 1)]
    [InlineData("pspnet_r50-d8_512x1024_40k_cityscapes", "pspnet_r50-d8", "cityscapes", null, null)]
    [InlineData("my_run", "", "", null, null)]
    public void Names_of_configurations_say_what_they_say(string name, string model, string data, int? devices, int? batch) =>
        Assert.Equal(new MmConfigName(model, data, devices, batch), MmConfigName.Of(name));
}
