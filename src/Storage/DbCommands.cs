using System.Data.Common;
using Npgsql;

namespace LlmGateway.Storage;

/// <summary>Commands in plain SQL, on either database.</summary>
internal static class DbCommands
{
    /// <summary>A command with its parameters.</summary>
    public static DbCommand Command(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Add(name, value);
        }

        return command;
    }

    /// <summary>Adds a parameter.</summary>
    public static DbParameter Add(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value is string text && command is NpgsqlCommand ? PostgresText.Clean(text) : value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return parameter;
    }
}
