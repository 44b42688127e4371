using System.Globalization;
using System.Text;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Imports;

/// <summary>Writes what mmengine leaves of a training, as its loggers do.</summary>
internal static class MmWorkDirs
{
    /// <summary>The curve of SegFormer at batch 8 (specification of studies, 1.1), in percent.</summary>
    public static readonly double[] SegFormer = [58.69, 62.77, 66.63, 69.27, 70.95, 71.55, 66.61, 73.77, 75.87, 76.84];

    public const string Config = """
        crop_size = (
            512,
            512,
        )
        data_root = 'data/cityscapes/'
        dataset_type = 'CityscapesDataset'
        model = dict(
            backbone=dict(embed_dims=64, type='MixVisionTransformer'),
            decode_head=dict(num_classes=19, type='SegformerHead'),
            type='EncoderDecoder')
        optim_wrapper = dict(
            optimizer=dict(
                betas=(
                    0.9,
                    0.999,
                ), lr=0.00024, type='AdamW', weight_decay=0.01),
            type='OptimWrapper')
        param_scheduler = [
            dict(
                begin=0, by_epoch=False, end=1000, start_factor=0.001, type='LinearLR'),
            dict(begin=1000, by_epoch=False, end=40000, type='PolyLR'),
        ]
        randomness = dict(seed=42)
        train_cfg = dict(max_iters=40000, type='IterBasedTrainLoop', val_interval=4000)
        train_dataloader = dict(
            batch_size=8,
            dataset=dict(
                data_root='data/cityscapes/',
                pipeline=[
                    dict(type='LoadImageFromFile'),
                    dict(cat_max_ratio=0.75, crop_size=(
                        512,
                        512,
                    ), type='RandomCrop'),
                ],
                type='CityscapesDataset'),
            num_workers=4)
        work_dir = './work_dirs/größe'
        """;

    /// <summary>A line of training of a JSON log.</summary>
    public static string Train(long step, double loss = 0.5, double time = 0.25) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"lr": 0.0001, "data_time": 0.005, "grad_norm": 2.5, "loss": {{loss}}, "decode.loss_ce": 0.4, "decode.acc_seg": 91.2,
         "time": {{time}}, "iter": {{step}}, "memory": 11523, "step": {{step}}}
        """).Replace("\n", "", StringComparison.Ordinal);

    /// <summary>A line of validation of a JSON log.</summary>
    public static string Val(long step, double iou) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"aAcc": 92.7, "mIoU": {{iou}}, "mAcc": 80.5, "data_time": 0.0123, "time": 0.2, "step": {{step}}}""");

    /// <summary>The lines of a training, one of training a thousand steps and one of validation four thousand.</summary>
    public static string Lines(long from, long to, Func<long, double> iou)
    {
        var text = new StringBuilder();
        for (var step = from + 1000; step <= to; step += 1000)
        {
            text.Append(Train(step)).Append('\n');
            if (step % 4000 == 0)
            {
                text.Append(Val(step, iou(step))).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The head of a text log.</summary>
    public const string Head = """
        2026/02/01 10:00:00 - mmengine - INFO - 
        ------------------------------------------------------------
        System environment:
            sys.platform: linux
            CUDA available: True
            numpy_random_seed: 42
            GPU 0: NVIDIA A100-SXM4-80GB
            MMEngine: 0.10.7

        Runtime environment:
            cudnn_benchmark: True
            seed: 42
            Distributed launcher: none
            Distributed training: False
            GPU number: 1
        ------------------------------------------------------------

        """;

    /// <summary>The table of classes and the line behind it.</summary>
    public static string Validation(double road, double sky, double iou) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        2026/02/01 10:20:00 - mmengine - INFO - Iter(val) [ 50/500]    eta: 0:01:49  time: 0.0280  data_time: 0.0029  memory: 579  
        2026/02/01 10:21:00 - mmengine - INFO - per class results:
        2026/02/01 10:21:00 - mmengine - INFO - 
        +----------+-------+-------+
        |  Class   |  IoU  |  Acc  |
        +----------+-------+-------+
        |   road   | {road} | 98.93 |
        |   sky    | {sky} |  nan  |
        +----------+-------+-------+
        2026/02/01 10:21:00 - mmengine - INFO - Iter(val) [500/500]    aAcc: 92.7000  mIoU: {iou}  mAcc: 80.5000  time: 0.2000

        """);

    /// <summary>
    /// A whole training of SegFormer at batch 8 in two attempts: the second goes on from 20000 after the first had got to 25000.
    /// </summary>
    public static void WriteResumed(TemporaryFolder folder, string work)
    {
        folder.Write($"{work}/20260201_100000/vis_data/scalars.json", Lines(0, 25000, step => step == 24000 ? 12.34 : At(step)));
        folder.Write($"{work}/20260201_100000/20260201_100000.log", Head + Validation(90.1, 80.2, 58.69));
        folder.Write($"{work}/20260202_090000/vis_data/scalars.json", Lines(20000, 40000, At));
        folder.Write(
            $"{work}/20260202_090000/20260202_090000.log",
            Head + "2026/02/02 09:00:01 - mmengine - INFO - resumed epoch: 0, iter: 20000\n" + Validation(97.65, 93.5, 76.84));
        folder.Write($"{work}/segformer.py", Config);
        folder.Write($"{work}/last_checkpoint", $"{work}/iter_40000.pth");
        folder.Write($"{work}/iter_40000.pth", "weights");
    }

    public static double At(long step) => SegFormer[(int)(step / 4000) - 1];
}
