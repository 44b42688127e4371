#!/usr/bin/env bash
# Builds the bridge against the PyTorch of this machine and runs bench/gpu.py: the run.sh of the archive that bench/gpu-bundle.sh makes.
#
#   run.sh [options of bench/gpu.py]          PYTHON: which Python has PyTorch; default python3
set -euo pipefail
here=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
export PYTHON=${PYTHON:-python3}
fail() { echo "run.sh: $*" >&2; exit 1; }

torch=$("$PYTHON" -c 'import importlib.util, pathlib; print(pathlib.Path(importlib.util.find_spec("torch").origin).parent)' 2> /dev/null) ||
  fail "$PYTHON has no PyTorch: set PYTHON to one that has"
# A distribution's own PyTorch has its libtorch among the system's libraries, not in its folder.
if [[ -e $torch/lib/libtorch_cpu.so && -f $torch/include/ATen/core/dispatch/Dispatcher.h ]]; then export PANOPTES_LIBTORCH=$torch; else unset PANOPTES_LIBTORCH; fi
bash "$here/eng/build-bridge.sh"
bridge=$here/artifacts/native/current/libpanoptes_bridge.so
grep -E '^-- .*(CUDA|libtorch [0-9])' "$here/artifacts/native/current/build.log" || true

# CUDA's libraries lie beside PyTorch, where its own libraries find them. Should the bridge not, they are named.
missing() { ldd "$bridge" | grep 'not found' || true; }
if [[ -n $(missing) ]]; then
  folders=$(find "$torch/lib" "$torch"/../nvidia -maxdepth 2 -type d -name lib 2> /dev/null | paste -sd :)
  export LD_LIBRARY_PATH=$folders${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  [[ -z $(missing) ]] || printf 'run.sh: libraries that the bridge may miss:\n%s\n' "$(missing)" >&2
fi

export DOTNET_ROOT=$here/dotnet DOTNET=$here/dotnet/dotnet DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Compiled kernels are kept from round to round.
export TORCHINDUCTOR_CACHE_DIR=${TORCHINDUCTOR_CACHE_DIR:-$here/inductor}
exec "$PYTHON" "$here/bench/gpu.py" "$@"
