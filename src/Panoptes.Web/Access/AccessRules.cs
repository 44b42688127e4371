namespace Panoptes.Web.Access;

/// <summary>Whom a program that listens lets in.</summary>
/// <param name="Verb">What prints the address with the token, such as <c>panoptes dashboard</c>.</param>
/// <param name="Hosts">Names of this machine besides <c>localhost</c>.</param>
internal sealed record AccessRules(string Verb, IReadOnlySet<string> Hosts)
{
    /// <summary>Whether the token or the cookie is needed.</summary>
    public bool NeedsToken { get; init; } = true;

    /// <summary>Whether programs may send something with the token alone; else only pages of this program may.</summary>
    public bool ForPrograms { get; init; }

    /// <summary>Paths that answer everybody, under any name.</summary>
    public IReadOnlySet<string> Open { get; init; } = new HashSet<string>();
}
