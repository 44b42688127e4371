using Panoptes.Foundation;
using Panoptes.Foundation.Settings;

namespace Panoptes.Experiments.Configuration;

/// <summary>
/// Finds the setting that someone means by a word of another tool, or by a setting's own last word without what stands before it.
/// </summary>
public static class SettingNames
{
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["train.optimizer.learning_rate"] = "lr base_lr lr0 lr_base initial_lr init_lr learningrate",
        ["weight_decay"] = "wd decay l2",
        ["clip_norm"] = "clip grad_clip clip_grad max_norm gradient_clip_val clip_grad_norm",
        ["train.optimizer.name"] = "optim optimizer optimiser opt",
        ["train.steps"] =
            "steps epochs epoch max_epochs n_epochs num_epochs iters iterations max_iters total_iters num_iters max_iter num_steps "
            + "max_steps train_steps total_steps",
        ["train.batch_size"] = "batch bs batch_size batchsize samples_per_gpu ims_per_batch batch_size_per_gpu train_batch_size "
            + "per_device_batch_size",
        ["train.accumulation"] = "accumulate grad_accum accumulation_steps gradient_accumulation_steps accumulate_grad_batches accum",
        ["train.device"] = "device gpu gpus gpu_id gpu_ids cuda accelerator cpu",
        ["train.precision"] = "amp fp16 bf16 half mixed_precision precision",
        ["train.seed"] = "seed random_seed random_state manual_seed",
        ["train.threads"] = "num_threads nthreads cpus",
        ["train.channels_last"] = "memory_format",
        ["train.log_every"] = "log_interval log_freq print_freq",
        ["train.schedule.name"] = "scheduler lr_scheduler lr_policy schedule sched lr_schedule",
        ["train.schedule.warm_up_steps"] = "warmup warm_up warmup_iters warmup_steps warmup_epochs num_warmup_steps",
        ["train.evaluation.every"] = "eval_interval val_interval eval_every eval_period eval_freq validate_every",
        ["train.evaluation.patience"] = "early_stopping early_stop early_stopping_patience",
        ["train.evaluation.flip"] = "tta test_time_augmentation",
        ["train.checkpoint.every"] = "save_interval checkpoint_interval save_every save_period checkpoint_period save_freq save_steps",
        ["train.loss.terms"] = "loss loss_function criterion loss_fn",
        ["ignore_index"] = "ignore_label ignore",
        ["loader.workers"] = "workers num_workers workers_per_gpu n_workers nworkers dataloader_workers j",
        ["augmentation.crop"] = "imgsz img_size image_size input_size crop_size size resolution img_scale",
        ["augmentation.flip"] = "hflip fliplr flip_prob random_flip",
        ["augmentation.photometric"] = "color_jitter colour_jitter",
        ["augmentation.std"] = "std",
        ["data.root"] = "data dataset data_root data_path data_dir dataroot dataset_dir dataset_path root path",
        ["data.format"] = "dataset_type dataset_format data_type",
        ["data.classes"] = "names class_names labels_file",
        ["data.val_split"] = "val valid validation",
        ["model.name"] = "model arch architecture network net backbone encoder",
        ["model.num_classes"] = "num_classes classes nc n_classes nclasses",
        ["model.weights"] = "pretrained weights checkpoint load_from ckpt ckpt_path init_checkpoint resume_from pretrained_weights load",
        ["run.folder"] = "output out out_dir output_dir outdir work_dir save_dir log_dir logdir project results_dir",
        ["run.name"] = "exp_name experiment exp run_name experiment_name name",
    };

    /// <summary>The setting's whole path, or null where no setting is meant for sure.</summary>
    /// <param name="root">The record of all settings.</param>
    /// <param name="written">What was written: a word, or a dotted path.</param>
    /// <param name="catalogs">What knows the settings that names choose.</param>
    public static string? Find(Type root, string written, IReadOnlyList<ISettingsCatalog> catalogs)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(written);
        var all = Paths(root, "", catalogs).ToList();
        var word = Plain(written.Split('.')[^1]);
        if (Usual(all, word) is { } meant)
        {
            return meant == written ? null : meant;
        }

        var same = all.Where(path => Plain(path) == Plain(written) || Plain(path.Split('.')[^1]) == word).ToList();
        return same is [var only] && only != written ? only : null;
    }

    /// <summary>The paths of all settings, such as <c>train.optimizer.learning_rate</c>.</summary>
    /// <param name="root">The record of all settings.</param>
    /// <param name="catalogs">What knows the settings that names choose; null knows the built-in ones.</param>
    public static IEnumerable<string> All(Type root, IReadOnlyList<ISettingsCatalog>? catalogs = null) =>
        Paths(root, "", catalogs ?? ConfigReader.BuiltIn).Distinct();

    /// <summary>The values that a setting may have, where they are few: of a choice, of a switch, names of a catalog.</summary>
    /// <param name="root">The record of all settings.</param>
    /// <param name="path">The setting's path.</param>
    /// <param name="catalogs">What knows the settings that names choose; null knows the built-in ones.</param>
    public static IEnumerable<string> Choices(Type root, string path, IReadOnlyList<ISettingsCatalog>? catalogs = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        catalogs ??= ConfigReader.BuiltIn;
        var (key, rest) = path.Split('.', 2) is [var first, var more] ? (first, more) : (path, null);
        foreach (var record in Further(root, catalogs).Prepend(root))
        {
            if (ConfigSchema.Properties(record).FirstOrDefault(property => property.Key == key)?.Property is not { } property)
            {
                continue;
            }

            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            return rest is not null ? (ConfigSchema.IsRecord(type) ? Choices(type, rest, catalogs) : [])
                : type.IsEnum ? ConfigSchema.EnumKeys(type)
                : type == typeof(bool) ? ["true", "false"]
                : ConfigSchema.FurtherOf(record) is { } further && further.ChosenBy == property
                    ? catalogs.Where(catalog => catalog.Kind == further.Property.PropertyType).SelectMany(catalog => catalog.Names)
                : [];
        }

        return [];
    }

    /// <summary>Whether a path is a setting's.</summary>
    public static bool IsSetting(Type root, string path, IReadOnlyList<ISettingsCatalog> catalogs) =>
        Paths(root, "", catalogs).Contains(path);

    /// <summary>The setting whose last word is nearest to a mistyped one's, or null.</summary>
    public static string? Nearest(Type root, string written, IReadOnlyList<ISettingsCatalog> catalogs)
    {
        ArgumentNullException.ThrowIfNull(written);
        var all = Paths(root, "", catalogs).ToList();
        var near = NearestName.Of(written.Split('.')[^1], all.Select(path => path.Split('.')[^1]).Distinct());
        return all.Where(path => path.Split('.')[^1] == near).ToList() is var same && same is [var only] ? only
            : near is not null && Usual(all, Plain(near)) is { } usual && same.Contains(usual) ? usual
            : null;
    }

    // What a word is usually said of.
    private static string? Usual(IReadOnlyList<string> all, string word) =>
        Elsewhere.Where(pair => pair.Value.Split(' ').Any(alias => Plain(alias) == word))
            .Select(pair => At(all, pair.Key))
            .FirstOrDefault(path => path is not null);

    /// <summary>What else has to be known of a word of another tool, or an empty text.</summary>
    public static string Note(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return Plain(written.Split('.')[^1]).Contains("epoch", StringComparison.Ordinal)
            ? " (counted in steps: epochs x images / train.batch_size)"
            : "";
    }

    /// <summary>The paths that words of other tools lead to, for a test that all exist.</summary>
    internal static IEnumerable<string> Targets => Elsewhere.Keys;

    /// <summary>The setting that a target means below a root: a whole path, one without its first word, or the end of one.</summary>
    internal static string? At(IReadOnlyList<string> all, string target) =>
        all.FirstOrDefault(path => path == target)
        ?? all.FirstOrDefault(path => path.EndsWith($".{target}", StringComparison.Ordinal))
        ?? all.FirstOrDefault(path => target.EndsWith($".{path}", StringComparison.Ordinal));

    /// <summary>The paths of all settings of a record, and of all that names can choose for it.</summary>
    internal static IEnumerable<string> Paths(Type record, string path, IReadOnlyList<ISettingsCatalog> catalogs) =>
        ConfigSchema.Properties(record).SelectMany(property =>
        {
            var full = KeyPath.Join(path, property.Key);
            var type = Nullable.GetUnderlyingType(property.Property.PropertyType) ?? property.Property.PropertyType;
            return ConfigSchema.IsRecord(type) ? Paths(type, full, catalogs) : [full];
        }).Concat(Further(record, catalogs).SelectMany(further => Paths(further, path, catalogs)).Distinct());

    /// <summary>The records whose settings names may choose to stand among those of a record.</summary>
    internal static IEnumerable<Type> Further(Type record, IReadOnlyList<ISettingsCatalog> catalogs) =>
        ConfigSchema.FurtherOf(record) is { } further
            ? catalogs.Where(catalog => catalog.Kind == further.Property.PropertyType)
                .SelectMany(catalog => catalog.Names.Select(name => catalog.Defaults(name).GetType()))
                .Distinct()
            : [];

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
