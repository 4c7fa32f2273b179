using System.Collections.Immutable;

namespace LlmGateway.Silo.Scim.Schema;

/// <summary>What the gateway keeps of users and groups. Attributes that it has no use for are not kept.</summary>
internal static class ScimSchemas
{
    /// <summary>The most members of a group.</summary>
    public const int MaxMembers = 10_000;

    private const int MaxEmails = 10;

    // Before those that are made of it.
    private static ImmutableArray<ScimAttribute> Common { get; } =
    [
        Read(Text("id", "The gateway's own id.")) with { CaseExact = true, Always = true, Common = true },
        Text("externalId", "The directory's own id.") with { CaseExact = true, Common = true },
        new ScimAttribute("meta", ScimType.Complex, "What is known of the resource itself.")
        {
            ReadOnly = true,
            Common = true,
            SubAttributes =
            [
                Read(Text("resourceType", "User or Group.")) with { CaseExact = true },
                Read(new ScimAttribute("created", ScimType.DateTime, "When it was made.")),
                Read(new ScimAttribute("lastModified", ScimType.DateTime, "When it was changed last.")),
                Read(new ScimAttribute("location", ScimType.Reference, "Where it lies.") { CaseExact = true }),
                Read(Text("version", "Its ETag.")) with { CaseExact = true },
            ],
        },
    ];

    public static ScimSchema User { get; } = new(
        ScimUrns.User,
        "User",
        "Users",
        "A person.",
        [
            .. Common,
            Text("userName", "What the directory calls the person when they sign in; no two of a directory have the same.") with { Required = true, Unique = true },
            new ScimAttribute("name", ScimType.Complex, "The parts of the name.")
            {
                SubAttributes =
                [
                    Text("formatted", "The whole name."),
                    Text("familyName", "The family name."),
                    Text("givenName", "The given name."),
                    Text("middleName", "Further given names."),
                    Text("honorificPrefix", "A title before the name."),
                    Text("honorificSuffix", "A title after the name."),
                ],
            },
            Text("displayName", "What to call the person."),
            Text("timezone", "Of the IANA database."),
            new ScimAttribute("active", ScimType.Boolean, "Whether the person is let in."),
            new ScimAttribute("emails", ScimType.Complex, "E-mail addresses; the primary one, or else the first, is the one of the person's account.")
            {
                MultiValued = true,
                MaxItems = MaxEmails,
                SubAttributes =
                [
                    Text("value", "The address."),
                    Text("type", "What it is for.") with { CanonicalValues = ["work", "home", "other"] },
                    new ScimAttribute("primary", ScimType.Boolean, "Whether it is the one to use."),
                ],
            },
            new ScimAttribute("groups", ScimType.Complex, "The directory's groups that the person is in.")
            {
                MultiValued = true,
                ReadOnly = true,
                SubAttributes = [.. ReferenceTo("Group"), Read(Text("display", "The group's name.")), Read(Text("type", "Always 'direct'."))],
            },
        ])
    {
        NotKept =
        [
            "password", "nickName", "profileUrl", "title", "userType", "preferredLanguage", "locale", "phoneNumbers", "ims", "photos", "addresses", "entitlements", "roles", "x509Certificates",
        ],
    };

    public static ScimSchema Group { get; } = new(
        ScimUrns.Group,
        "Group",
        "Groups",
        "Users of the directory that get roles together; which roles, the tenant's administrators say.",
        [
            .. Common,
            Text("displayName", "The group's name; no two of a directory have the same.") with { Required = true, Unique = true },
            new ScimAttribute("members", ScimType.Complex, "Users of the directory. Groups in groups are not supported.")
            {
                MultiValued = true,
                MaxItems = MaxMembers,
                SubAttributes = [Text("value", "The user's id.") with { CaseExact = true }, .. ReferenceTo("User").Skip(1), Read(Text("type", "Always 'User'."))],
            },
        ]);

    private static ImmutableArray<ScimAttribute> ReferenceTo(string type) =>
    [
        Read(Text("value", $"The {type}'s id.")) with { CaseExact = true },
        Read(new ScimAttribute("$ref", ScimType.Reference, $"Where the {type} lies.")) with { CaseExact = true, ReferenceTypes = [type] },
    ];

    private static ScimAttribute Text(string name, string description) => new(name, ScimType.String, description);

    private static ScimAttribute Read(ScimAttribute attribute) => attribute with { ReadOnly = true };
}
