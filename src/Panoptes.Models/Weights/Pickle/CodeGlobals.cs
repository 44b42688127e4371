namespace Panoptes.Models.Weights.Pickle;

/// <summary>
/// Names that no checkpoint has reason to carry: functions that run commands or code, open files or load modules. Panoptes would not run
/// them either; a file that asks for them is refused so that nobody loads it elsewhere.
/// </summary>
internal static class CodeGlobals
{
    private static readonly HashSet<string> Modules = new(StringComparer.Ordinal)
    {
        "os", "posix", "nt", "subprocess", "pty", "commands", "sys", "shutil", "socket", "runpy", "importlib", "pkgutil", "imp",
        "pickle", "_pickle",
        "cPickle", "dill", "cloudpickle", "joblib", "marshal", "code", "codeop", "ctypes", "webbrowser", "timeit", "profile", "cProfile",
        "pdb", "bdb", "trace",
        "asyncio.subprocess", "multiprocessing.util", "torch.hub", "torch.utils.cpp_extension", "urllib.request", "requests",
        "http.client", "ftplib", "smtplib", "telnetlib", "pip", "pydoc", "antigravity", "distutils.spawn", "numpy.testing._private.utils",
    };

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "builtins.eval", "builtins.exec", "builtins.execfile", "builtins.compile", "builtins.open", "builtins.__import__", "builtins.input",
        "builtins.breakpoint", "builtins.globals", "builtins.locals", "builtins.vars", "builtins.apply", "torch.load", "torch.save",
        "torch.compile",
        "torch.jit.load", "numpy.load", "numpy.fromfile", "io.open", "pathlib.Path.write_text", "pathlib.Path.unlink",
    };

    // What the operating system's modules have of plain data: results of stat, uname and the like.
    private const string PlainResult = "_result";

    /// <summary>Whether a name runs code; attributes of functions (<c>f.__globals__</c>) lead to everything and count as such.</summary>
    public static bool Contains(string fullName)
    {
        if (Names.Contains(fullName) || fullName.Contains(".__globals__", StringComparison.Ordinal)
            || fullName.Contains(".__builtins__", StringComparison.Ordinal))
        {
            return true;
        }

        for (var dot = fullName.IndexOf('.'); dot >= 0; dot = fullName.IndexOf('.', dot + 1))
        {
            if (Modules.Contains(fullName[..dot]))
            {
                return !fullName.EndsWith(PlainResult, StringComparison.Ordinal);
            }
        }

        return false;
    }
}
