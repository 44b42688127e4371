using Panoptes.Experiments.Launching;
using Panoptes.Studies.Attempts;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Support;

/// <summary>
/// A program that leaves what a training leaves, without training: how it behaves stands in a file that a test may change between attempts.
/// </summary>
internal sealed class FakeTraining
{
    private const string Script = """
        how=$(cat "$0.how"); steps=$(cat "$0.steps"); verb=$1
        if [[ $verb == eval ]]; then run=$2; else
          for word in "$@"; do case $word in run.folder=*) run=${word#run.folder=}/run ;; esac; done
        fi
        log() { printf '{"event":"%s","v":1,"utc":"2026-01-01T00:00:00Z","ms":%s,"attempt":%s,"step":%s%s}\n' \
          "$1" "$2" "$attempt" "$3" "$4" \
          >>"$run/events.jsonl"; }
        measure() {
          mkdir -p "$run/evaluation"
          printf '{"v":2,"name":"val","split":"val","step":%s,"seconds":1,"kinds":[{"kind":"semantic","metrics":[%s]}]}' "$steps" \
            '{"name":"mean_iou","title":"mIoU","value":0.5}' >"$run/evaluation/val.json"
        }
        if [[ $verb == eval ]]; then measure; exit 0; fi
        mkdir -p "$run/checkpoints"
        attempt=$(($(grep -c attempt_start "$run/events.jsonl" 2>/dev/null) + 1))
        from=$(ls "$run/checkpoints" | sed -n 's/^step_0*\([0-9]*\).safetensors$/\1/p' | sort -n | tail -n 1)
        echo yaml >"$run/config.resolved.yaml"; echo '{}' >"$run/config.resolved.json"
        save() { printf 'weights of %s' "$1" >"$run/checkpoints/step_$(printf %08d "$1").safetensors.tmp"
          mv "$run/checkpoints/step_$(printf %08d "$1").safetensors.tmp" "$run/checkpoints/step_$(printf %08d "$1").safetensors"; }
        log attempt_start 0 "${from:-0}" ',"steps":'$steps
        echo "from ${from:-0}"
        case $how in
          complete|unmeasured)
            log train 1000 "$steps" ',"loss":1,"memory_mib":100'
            log evaluation 3000 "$steps" ',"split":"val","seconds":1,"metrics":[{"name":"mean_iou","title":"mIoU","value":0.5}]'
            save "$steps"; log attempt_end 3000 "$steps" ',"reason":"completed"'
            [[ $how == unmeasured ]] || measure ;;
          hang) trap 'save 10; log attempt_end 2000 10 ,\"reason\":\"signal\"; exit 75' TERM
            log train 1000 5 ',"loss":1'; while :; do sleep 0.05; done ;;
          deaf) trap '' TERM; log train 1000 5 ',"loss":1'; while :; do sleep 0.05; done ;;
          die) save 10; log train 1000 10 ',"loss":1'; kill -9 $$ ;;
          barren) kill -9 $$ ;;
          *) log attempt_end 100 0 ',"reason":"error"'; echo "panoptes: $how" >&2; exit 1 ;;
        esac
        """;

    private readonly string script;

    public FakeTraining(TemporaryFolder folder, long steps, string how = "complete")
    {
        script = folder.Write("fake.sh", Script);
        folder.Write("fake.sh.steps", $"{steps}");
        How = how;
    }

    /// <summary>complete, unmeasured, hang (until SIGTERM), deaf, die (after step 10), barren (at once), or the line of an error.</summary>
    public string How
    {
        set => File.WriteAllText($"{script}.how", value);
    }

    public List<string> Said { get; } = [];

    public AttemptOptions Options(TimeSpan? grace = null) => new(
        words => new ChildCommand("bash", [script, .. words]), grace ?? TimeSpan.FromSeconds(5), Said.Add, () => { });
}
