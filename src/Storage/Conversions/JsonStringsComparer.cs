using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace LlmGateway.Storage;

/// <summary>Compares lists of strings by content, so that an unchanged list is not written again.</summary>
internal sealed class JsonStringsComparer() : ValueComparer<IReadOnlyList<string>>(
    (left, right) => left == right || (left != null && right != null && left.SequenceEqual(right)),
    strings => strings.Aggregate(0, (hash, text) => HashCode.Combine(hash, text)),
    strings => strings.ToArray());
