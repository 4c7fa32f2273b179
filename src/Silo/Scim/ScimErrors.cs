namespace LlmGateway.Silo.Scim;

/// <summary>What a directory can be told that it did wrong. Source: RFC 7644, table 9.</summary>
internal static class ScimErrors
{
    /// <summary>A filter that can't be read, or asks for what is not kept.</summary>
    public static ScimException InvalidFilter(string detail) => new(StatusCodes.Status400BadRequest, "invalidFilter", detail);

    /// <summary>A body that is not what the request needs.</summary>
    public static ScimException InvalidSyntax(string detail) => new(StatusCodes.Status400BadRequest, "invalidSyntax", detail);

    /// <summary>A path of a PATCH that names nothing.</summary>
    public static ScimException InvalidPath(string detail) => new(StatusCodes.Status400BadRequest, "invalidPath", detail);

    /// <summary>A value that is missing, of the wrong type, or not allowed.</summary>
    public static ScimException InvalidValue(string detail) => new(StatusCodes.Status400BadRequest, "invalidValue", detail);

    /// <summary>A path of a PATCH that fits no value of the resource.</summary>
    public static ScimException NoTarget(string detail) => new(StatusCodes.Status400BadRequest, "noTarget", detail);

    /// <summary>A change of what can't be changed.</summary>
    public static ScimException Mutability(string detail) => new(StatusCodes.Status400BadRequest, "mutability", detail);

    /// <summary>A name or address that another has.</summary>
    public static ScimException Uniqueness(string detail) => new(StatusCodes.Status409Conflict, "uniqueness", detail);

    /// <summary>A resource that is not there.</summary>
    public static ScimException NotFound(string kind, string id) => new(StatusCodes.Status404NotFound, null, $"There is no {kind} '{id}' in this directory.");

    /// <summary>A change that others were faster than.</summary>
    public static ScimException Conflict() => new(StatusCodes.Status409Conflict, null, "It was changed at the same time. Read it and try again.");

    /// <summary>A change of another version than the one that is there.</summary>
    public static ScimException Precondition() => new(StatusCodes.Status412PreconditionFailed, null, "It has another version than 'If-Match' names. Read it and try again.");

    /// <summary>More than a directory may have, or ask.</summary>
    public static ScimException Forbidden(string detail) => new(StatusCodes.Status403Forbidden, null, detail);
}
