namespace LlmGateway.Testing;

/// <summary>Finds files of the repository from wherever tests and benchmarks run.</summary>
public static class RepositoryFiles
{
    private static readonly Lazy<string> FoundRoot = new(FindRoot);

    /// <summary>The folder with LlmGateway.sln.</summary>
    /// <exception cref="DirectoryNotFoundException">The program does not run below the repository.</exception>
    public static string Root => FoundRoot.Value;

    /// <summary>The demo model that comes with the repository: llama, 6 layers, Q8_0, 6 MB.</summary>
    public static string TinyModel => Path.Combine(Root, "models", "gateway-tiny-q8_0.gguf");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LlmGateway.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' has LlmGateway.sln.");
    }
}
