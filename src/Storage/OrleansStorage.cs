namespace LlmGateway.Storage;

/// <summary>What the silo passes to Orleans' ADO.NET providers, which run on the tables that <see cref="GatewayDatabase"/> creates.</summary>
/// <remarks>
/// Orleans finds a grain's stored state by state name and key alone. So two grain types with the same keys need different
/// state names. And a string key that reads as a hexadecimal number is stored as that number: <c>cafe</c>, <c>CAFE</c> and
/// <c>0cafe</c> would share one state. Give ids a prefix that no number has, such as <c>t_</c>.
/// </remarks>
public static class OrleansStorage
{
    /// <summary>Orleans' name for SQLite, the <c>Invariant</c> of its storage, reminder and clustering options.</summary>
    /// <remarks>Despite the name, Orleans loads Microsoft.Data.Sqlite for it.</remarks>
    public const string Invariant = "System.Data.SQLite";
}
