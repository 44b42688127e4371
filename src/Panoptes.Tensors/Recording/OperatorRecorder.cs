using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Recording;

/// <summary>
/// Writes down every operator that this thread calls, with its arguments and results, until it is disposed. All tensors of the recorded
/// stretch stay in memory until then. Writes in place are told as new values, and so are views of what was written to.
/// </summary>
public sealed unsafe class OperatorRecorder : IDisposable, ICallRecorder
{
    private readonly Dictionary<nint, HeldTensor> _held = [];
    private readonly Dictionary<nint, CallSchema> _schemas = [];
    private readonly List<nint> _kept = [];
    private readonly List<RecordedCall> _calls = [];
    private Dictionary<string, object?>? _arguments;
    private bool _isPaused;

    private OperatorRecorder()
    {
    }

    /// <summary>What was called, in order.</summary>
    public IReadOnlyList<RecordedCall> Calls => _calls;

    /// <summary>Begins to record.</summary>
    /// <param name="inputs">What results are followed back to, with their names.</param>
    /// <param name="parameters">Tensors that go by their names, such as a module's state.</param>
    /// <exception cref="InvalidOperationException">A recording is open on this thread already.</exception>
    public static OperatorRecorder Open(
        IEnumerable<(string Name, Tensor Tensor)> inputs, IEnumerable<(string Name, Tensor Tensor)> parameters)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(parameters);
        if (Dispatcher.Recorder is not null)
        {
            throw new InvalidOperationException("a recording is open on this thread already");
        }

        var recorder = new OperatorRecorder();
        foreach (var (name, tensor) in inputs)
        {
            recorder.Hold(tensor.Handle, name, isInput: true);
        }

        foreach (var (name, tensor) in parameters)
        {
            recorder.Hold(tensor.Handle, name, isInput: false);
        }

        Dispatcher.Recorder = recorder;
        return recorder;
    }

    /// <summary>
    /// Computes something that an open recording tells as one operator, whatever it is made of; values may be read inside.
    /// </summary>
    /// <param name="name">The operator's name, such as <c>panoptes::roi_pool</c>.</param>
    /// <param name="arguments">What it takes, by name: tensors, arrays of them, numbers.</param>
    /// <param name="compute">Computes the result.</param>
    public static Tensor Whole(string name, IReadOnlyDictionary<string, object?> arguments, Func<Tensor> compute)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(compute);
        return Dispatcher.Recorder is OperatorRecorder recorder ? recorder.RecordWhole(name, arguments, compute) : compute();
    }

    /// <summary>What a tensor holds now, as the calls so far have it.</summary>
    public RecordedTensor ValueOf(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var value = Current(Known(tensor.Handle));
        Capture(tensor.Handle, value);
        return value;
    }

    /// <summary>Ends it and lets the tensors go; what was recorded stays.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(Dispatcher.Recorder, this))
        {
            Dispatcher.Recorder = null;
        }

        foreach (var handle in _kept)
        {
            NativeMethods.Release(handle);
        }

        _kept.Clear();
        _held.Clear();
    }

    /// <inheritdoc/>
    void ICallRecorder.Before(nint op, Value* arguments, int count)
    {
        if (_isPaused)
        {
            return;
        }

        var schema = SchemaOf(op);
        var depends = false;
        var taken = new Dictionary<string, object?>();
        for (var k = 0; k < count; k++)
        {
            taken[schema.Names[k]] = Taken(arguments[k], ref depends);
        }

        _arguments = taken;
        if (depends)
        {
            CaptureAll(arguments, count);
        }
    }

    /// <inheritdoc/>
    void ICallRecorder.After(nint op, Value* arguments, int count, Value* results, int room)
    {
        if (_isPaused || _arguments is not { } taken)
        {
            return;
        }

        _arguments = null;
        var schema = SchemaOf(op);
        var depends = taken.Values.Any(Depends);
        if (CallValues.Written(schema, arguments, count) is { Count: > 0 } written)
        {
            Rewrite(schema, taken, written, depends);
            return;
        }

        var handles = CallValues.Results(results, room);
        if (handles.Count == 0 || handles.TrueForAll(handle => CallValues.IsArgument(handle, arguments, count)))
        {
            return;
        }

        var values = handles.ConvertAll(handle => CallValues.Describe(handle, depends, null));
        var call = Add(schema.Operator, taken, values, view: null);
        for (var k = 0; k < values.Count; k++)
        {
            var from = ViewedBy(handles[k], arguments, count);
            Keep(handles[k], new HeldTensor(values[k])
            {
                Base = from,
                BaseVersion = from?.Version ?? 0,
                View = from is null ? null : call,
            });
        }
    }

    /// <inheritdoc/>
    void ICallRecorder.Reading(nint handle)
    {
        if (!_isPaused && _held.TryGetValue(handle, out var held) && held.Value.DependsOnInput)
        {
            var from = held.Value.Producer?.Operator ?? held.Value.Name;
            throw new UnrecordableException($"the values of {from} are read out of the tensor, and what follows may depend on them");
        }
    }

    private Tensor RecordWhole(string name, IReadOnlyDictionary<string, object?> arguments, Func<Tensor> compute)
    {
        var taken = arguments.ToDictionary(entry => entry.Key, entry => entry.Value switch
        {
            Tensor tensor => ValueOf(tensor),
            Tensor[] tensors => Array.ConvertAll(tensors, tensor => (RecordedTensor?)ValueOf(tensor)),
            var other => other,
        });
        var wasPaused = _isPaused;
        _isPaused = true;
        Tensor result;
        try
        {
            result = compute();
        }
        finally
        {
            _isPaused = wasPaused;
        }

        var value = CallValues.Describe(result.Handle, taken.Values.Any(Depends), null);
        Add(name, taken, [value], view: null);
        Keep(result.Handle, new HeldTensor(value));
        return result;
    }

    private static bool Depends(object? argument) => argument switch
    {
        RecordedTensor tensor => tensor.DependsOnInput,
        RecordedTensor?[] tensors => tensors.Any(tensor => tensor is { DependsOnInput: true }),
        _ => false,
    };

    private CallSchema SchemaOf(nint op)
    {
        if (!_schemas.TryGetValue(op, out var schema))
        {
            schema = CallSchema.Parse(Dispatcher.Schema(op));
            _schemas.Add(op, schema);
        }

        return schema;
    }

    private void Hold(nint handle, string name, bool isInput) =>
        Keep(handle, new HeldTensor(CallValues.Describe(handle, isInput, name)));

    private void Keep(nint handle, HeldTensor held)
    {
        _kept.Add(NativeMethods.Share(handle));
        _held[handle] = held;
    }

    private HeldTensor Known(nint handle)
    {
        if (!_held.TryGetValue(handle, out var held))
        {
            // Made by other means than operators: what it holds now is all that will be known of it.
            held = new HeldTensor(CallValues.Describe(handle, false, null));
            Keep(handle, held);
            Capture(handle, held.Value);
        }

        return held;
    }

    private object? Taken(Value value, ref bool depends)
    {
        switch (value.Tag)
        {
            case Tag.Tensor:
                var tensor = Current(Known(value.Pointer));
                depends |= tensor.DependsOnInput;
                return tensor;
            case Tag.TensorList or Tag.OptionalTensorList:
                var tensors = new RecordedTensor?[value.Count];
                for (var k = 0; k < tensors.Length; k++)
                {
                    var handle = ((nint*)value.Pointer)[k];
                    tensors[k] = handle == 0 ? null : Current(Known(handle));
                    depends |= tensors[k]?.DependsOnInput == true;
                }

                return tensors;
            default: return CallValues.Plain(value);
        }
    }

    // A view is what its base shows now: where that was written to since, the view is taken again.
    private RecordedTensor Current(HeldTensor held)
    {
        if (held.Base is not { } from)
        {
            return held.Value;
        }

        var shown = Current(from);
        if (held.BaseVersion == from.Version)
        {
            return held.Value;
        }

        var (view, before) = (held.View!, held.Value);
        var arguments = view.Arguments.ToDictionary(entry => entry.Key, entry => entry.Value);
        arguments[FirstTensor(view)] = shown;
        var again = new RecordedTensor([.. before.Shape], before.DType, shown.DependsOnInput);
        var values = view.Results.Select((result, k) => k == before.Place
            ? again : new RecordedTensor([.. result.Shape], result.DType, shown.DependsOnInput));
        held.View = Add(view.Operator, arguments, [.. values], view.View);
        (held.Value, held.BaseVersion, held.Version) = (again, from.Version, held.Version + 1);
        return again;
    }

    private static string FirstTensor(RecordedCall call) => call.Arguments.First(entry => entry.Value is RecordedTensor).Key;

    private RecordedCall Add(string name, Dictionary<string, object?> arguments, List<RecordedTensor> results, RecordedCall? view)
    {
        var call = new RecordedCall(name, arguments, results) { View = view };
        for (var k = 0; k < results.Count; k++)
        {
            (results[k].Producer, results[k].Place) = (call, k);
        }

        _calls.Add(call);
        return call;
    }

    private void Rewrite(CallSchema schema, Dictionary<string, object?> taken, List<nint> written, bool depends)
    {
        var values = written.ConvertAll(handle => CallValues.Describe(handle, depends, null));
        Add(schema.Operator, taken, values, view: null);
        for (var k = 0; k < written.Count; k++)
        {
            var held = Known(written[k]);
            (held.Value, held.Version) = (values[k], held.Version + 1);
            WriteBack(held);
        }
    }

    private void WriteBack(HeldTensor part)
    {
        if (part.Base is not { } whole)
        {
            return;
        }

        var (before, depends) = (whole.Value, whole.Value.DependsOnInput || part.Value.DependsOnInput);
        var after = new RecordedTensor([.. before.Shape], before.DType, depends);
        Add(RecordedCall.WriteBack, new() { ["base"] = before, ["part"] = part.Value }, [after], part.View);
        (whole.Value, whole.Version) = (after, whole.Version + 1);
        part.BaseVersion = whole.Version;
        WriteBack(whole);
    }

    private void CaptureAll(Value* arguments, int count)
    {
        for (var k = 0; k < count; k++)
        {
            var isList = arguments[k].Tag is Tag.TensorList or Tag.OptionalTensorList;
            for (var i = 0; i < (isList ? arguments[k].Count : arguments[k].Tag == Tag.Tensor ? 1 : 0); i++)
            {
                var handle = isList ? ((nint*)arguments[k].Pointer)[i] : arguments[k].Pointer;
                for (var held = handle == 0 ? null : Known(handle); held is not null; held = held.Base)
                {
                    // What a view is written back to must be known as it was, too.
                    Capture(held == Known(handle) ? handle : HandleOf(held), held.Value);
                }
            }
        }
    }

    private nint HandleOf(HeldTensor held) => _held.First(entry => entry.Value == held).Key;

    private void Capture(nint handle, RecordedTensor value)
    {
        if (value.DependsOnInput || value.Elements is not null || value.Name is not null)
        {
            return;
        }

        _isPaused = true;
        try
        {
            using var shared = new Tensor(NativeMethods.Share(handle));
            using var plain = shared.Detach().To(Device.Cpu).Contiguous();
            value.Elements = plain.Bytes().ToArray();
        }
        finally
        {
            _isPaused = false;
        }
    }

    // What of the arguments a result lies in the memory of.
    private HeldTensor? ViewedBy(nint result, Value* arguments, int count)
    {
        for (var k = 0; k < count; k++)
        {
            if (arguments[k] is { Tag: Tag.Tensor, Pointer: not 0 } && TensorMemory.IsInside(result, arguments[k].Pointer))
            {
                return Known(arguments[k].Pointer);
            }
        }

        return null;
    }
}
