using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Native;

/// <summary>Finds and loads llama.cpp's shared libraries once for the process, then checks that they are the release this binding was written for.</summary>
/// <remarks>Order of search: <c>LLMGW_LLAMA_PATH</c>, then <c>llama/</c> beside the program.</remarks>
internal static unsafe class LlamaLibrary
{
    private static readonly Lazy<string> Loaded = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The folder that the libraries were loaded from.</summary>
    public static string Folder => Loaded.Value;

    /// <summary>Loads the libraries and their compute backends; later calls cost nothing.</summary>
    /// <exception cref="InferenceException">The libraries are missing, can't be loaded, or are of another release.</exception>
    public static void EnsureLoaded() => _ = Loaded.Value;

    // A module initialiser, because an import can be resolved as soon as its caller is compiled, before any line of it runs.
#pragma warning disable CA2255 // This library is always part of our own programs.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void RegisterResolver() =>
        NativeLibrary.SetDllImportResolver(typeof(LlamaLibrary).Assembly, (name, _, _) =>
            name is NativeMethods.Llama or NativeMethods.Ggml or NativeMethods.GgmlBase ? NativeLibrary.Load(PathOf(name, FindFolder())) : 0);

    private static string Load()
    {
        var folder = FindFolder();
        nint llama;
        try
        {
            // In the order of their dependencies, by full path: llama finds ggml beside itself.
            NativeLibrary.Load(PathOf(NativeMethods.GgmlBase, folder));
            NativeLibrary.Load(PathOf(NativeMethods.Ggml, folder));
            llama = NativeLibrary.Load(PathOf(NativeMethods.Llama, folder));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new InferenceException(InferenceErrorCode.LibraryUnusable, $"llama.cpp could not be loaded from {folder}: {e.Message}", e);
        }

        AbiGuard.Check(llama);
        LlamaLog.Install();
        fixed (byte* directory = NativeText.Utf8(folder))
        {
            NativeMethods.ggml_backend_load_all_from_path(directory);
        }

        NativeMethods.llama_backend_init();
        return folder;
    }

    private static string FindFolder()
    {
        var chosen = Environment.GetEnvironmentVariable("LLMGW_LLAMA_PATH");
        var folder = string.IsNullOrEmpty(chosen) ? Path.Combine(AppContext.BaseDirectory, "llama") : Path.GetFullPath(chosen);
        if (!Directory.Exists(folder) || FindFile(NativeMethods.Llama, folder) is null)
        {
            throw new InferenceException(
                InferenceErrorCode.LibraryUnusable,
                $"llama.cpp's shared libraries are not in {folder}. Build the solution with npm installed, or set LLMGW_LLAMA_PATH to a folder with llama.cpp {AbiGuard.Release}.");
        }

        return folder;
    }

    private static string PathOf(string name, string folder) =>
        FindFile(name, folder) ?? throw new InferenceException(InferenceErrorCode.LibraryUnusable, $"{folder} has no library called {name}.");

    private static string? FindFile(string name, string folder)
    {
        var (prefix, extension) = OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");
        // A plain build has libllama.so, the npm packages libllama.v0.5.0.so and libllama.cuda.v0.5.0.so.
        var plain = Path.Combine(folder, $"{prefix}{name}{extension}");
        return File.Exists(plain)
            ? plain
            : Directory.EnumerateFiles(folder, $"{prefix}{name}.*{AbiGuard.Release}{extension}").Order(StringComparer.Ordinal).FirstOrDefault();
    }
}
