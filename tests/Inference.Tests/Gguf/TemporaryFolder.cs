namespace LlmGateway.Inference.Tests.Gguf;

/// <summary>A folder for one test, deleted with its files.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("llmgateway-");

    /// <summary>A path inside the folder.</summary>
    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Names of all files in the folder.</summary>
    public string[] Names() => [.. _folder.EnumerateFiles().Select(file => file.Name)];

    public void Dispose() => _folder.Delete(recursive: true);
}
