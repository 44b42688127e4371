using System.Net;
using Microsoft.AspNetCore.Http;

namespace Panoptes.Dashboard.Serving;

/// <summary>
/// Lets a request in or not: its host has to be this machine's, so that no foreign name can be made to mean it; it has to know the token or
/// have the cookie; and what changes something has to come from a page of this program.
/// </summary>
/// <param name="keys">The secrets.</param>
/// <param name="hosts">Names of this machine besides <c>localhost</c>.</param>
internal sealed class AccessGate(AccessKeys keys, IReadOnlySet<string> hosts)
{
    /// <summary>The header with the key of requests that change something.</summary>
    public const string KeyHeader = "X-Request-Key";

    /// <summary>The name of the token in an address.</summary>
    public const string TokenName = "token";

    private const string Refused = "This address needs the token that the program printed: open the whole address.\n";

    /// <summary>Judges a request.</summary>
    /// <returns>Whether it goes on; else it is answered.</returns>
    public async Task<bool> Lets(HttpContext context)
    {
        Headers(context);
        var request = context.Request;
        if (!IsOurs(request.Host))
        {
            return await Refuse(context, StatusCodes.Status400BadRequest, "Not a name of this machine.\n");
        }

        var token = request.Query[TokenName].ToString();
        if (token.Length > 0 && HttpMethods.IsGet(request.Method) && AccessKeys.IsSame(keys.Token, token))
        {
            context.Response.Cookies.Append(CookieName(request.Host), keys.Cookie, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Path = "/",
            });

            // The token leaves the address, and so the history and what is copied from it.
            var rest = request.Query.Where(part => part.Key != TokenName)
                .SelectMany(part => part.Value.Select(value => $"{Uri.EscapeDataString(part.Key)}={Uri.EscapeDataString(value ?? "")}"));
            var query = string.Join('&', rest);
            var path = request.Path.ToUriComponent().Replace("//", "/", StringComparison.Ordinal);
            context.Response.Redirect(query.Length > 0 ? $"{path}?{query}" : path);
            return false;
        }

        if (!AccessKeys.IsSame(keys.Cookie, request.Cookies[CookieName(request.Host)])
            && !AccessKeys.IsSame($"Bearer {keys.Token}", request.Headers.Authorization.ToString()))
        {
            return await Refuse(context, StatusCodes.Status401Unauthorized, Refused);
        }

        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || (HttpMethods.IsPost(request.Method) && IsFromOurPage(request))
            || await Refuse(context, StatusCodes.Status403Forbidden, "Only a page of this program may change something.\n");
    }

    // Cookies are shared by all ports of a host.
    private static string CookieName(HostString host) => $"panoptes-{host.Port ?? 80}";

    private static void Headers(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "private, no-cache";
    }

    private static async Task<bool> Refuse(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(text);
        return false;
    }

    // An address in digits cannot be made to mean another machine; a name can.
    private bool IsOurs(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || hosts.Contains(host.Host.ToLowerInvariant())
        || IPAddress.TryParse(host.Host.Trim('[', ']'), out _);

    private bool IsFromOurPage(HttpRequest request) =>
        AccessKeys.IsSame(keys.Request, request.Headers[KeyHeader].ToString())
        && (request.Headers.Origin.ToString() is not { Length: > 0 } origin || origin == $"{request.Scheme}://{request.Host}");
}
