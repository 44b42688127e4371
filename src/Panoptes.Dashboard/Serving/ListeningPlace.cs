using System.Net;

namespace Panoptes.Dashboard.Serving;

/// <summary>Where a server listens.</summary>
/// <param name="Verb">What listens, such as <c>panoptes dashboard</c>.</param>
/// <param name="Address">The address of this machine.</param>
/// <param name="Port">The port, 1 to 65535; null for the usual one, or any that is free.</param>
/// <param name="UsualPort">The port that is taken where none is given and it is free.</param>
internal sealed record ListeningPlace(string Verb, IPAddress Address, int? Port, int UsualPort);
