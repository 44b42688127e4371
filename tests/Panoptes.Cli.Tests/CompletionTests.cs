using Panoptes.Cli.Shell;

namespace Panoptes.Cli.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("panoptes pre", "predict")]
    [InlineData("panoptes runs ", "list show compare export rm")]
    [InlineData("panoptes runs list --fo", "--folder --format")]
    [InlineData("panoptes runs list --format ", "table json csv")]
    [InlineData("panoptes runs list --format=j", "--format=json")]
    [InlineData("panoptes runs list --folder x --format c", "csv")]
    [InlineData("panoptes train a.yaml train.opt", "train.optimizer.")]
    [InlineData("panoptes train a.yaml train.optimizer.momen", "train.optimizer.momentum=")]
    [InlineData("panoptes train a.yaml train.precision=", "train.precision=fp32 train.precision=bf16 train.precision=fp16")]
    [InlineData("panoptes models show segnext_", "segnext_t segnext_s segnext_b segnext_l")]
    [InlineData("panoptes models show segnext_t head_ch", "head_channels=")]
    [InlineData("panoptes data check x format=city", "format=cityscapes")]
    [InlineData("panoptes weights get resnet50_", "resnet50_v1c-imagenet")]
    [InlineData("panoptes predict --classes vo", "voc")]
    [InlineData("panoptes completion p", "powershell")]
    [InlineData("panoptes compl", "completion")]
    [InlineData("panoptes no such thing ", "")]
    [InlineData("panoptes plan --width 3", "")]
    [InlineData("panoptes 'runs' \"li", "list")]
    public void Verbs_options_choices_settings_and_names_are_completed(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', new Completer(CommandTree.Create()).Complete(line)));

    [Theory]
    [InlineData("a b", "a|b")]
    [InlineData(" a  b ", "a|b|")]
    [InlineData("", "")]
    [InlineData("a 'b c' \"d e", "a|b c|d e")]
    [InlineData("a b\\ c 'x\\y'", "a|b c|x\\y")]
    [InlineData("a ''", "a|")]
    [InlineData("a x=\"b c\"d", "a|x=b cd")]
    public void A_line_is_parted_as_shells_do(string line, string words) =>
        Assert.Equal(words, string.Join('|', ShellWords.Of(line)));
}
