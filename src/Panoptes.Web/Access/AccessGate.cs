using System.Net;
using Microsoft.AspNetCore.Http;

namespace Panoptes.Web.Access;

/// <summary>
/// Lets a request in or not: its host has to be this machine's, so that no foreign name can be made to mean it; it has to know the token or
/// have the cookie; and what changes something has to come from a page of this program.
/// </summary>
/// <param name="keys">The secrets.</param>
/// <param name="rules">Whom it lets in.</param>
internal sealed class AccessGate(AccessKeys keys, AccessRules rules)
{
    /// <summary>The header with the key of requests that change something.</summary>
    public const string KeyHeader = "X-Request-Key";

    /// <summary>The name of the token in an address.</summary>
    public const string TokenName = "token";

    /// <summary>Judges a request.</summary>
    /// <returns>Whether it goes on; else it is answered.</returns>
    public async Task<bool> Lets(HttpContext context)
    {
        Headers(context);
        var request = context.Request;
        var knowsToken = AccessKeys.IsSame($"Bearer {keys.Token}", request.Headers.Authorization.ToString());
        if (rules.Open.Contains(request.Path.Value ?? "") || (rules.ForPrograms && rules.NeedsToken && knowsToken))
        {
            return true;
        }

        if (!IsOurs(request.Host))
        {
            return await Refuse(context, StatusCodes.Status400BadRequest, "Not a name of this machine.\n");
        }

        var token = request.Query[TokenName].ToString();
        if (token.Length > 0 && HttpMethods.IsGet(request.Method) && AccessKeys.IsSame(keys.Token, token))
        {
            return Remembered(context);
        }

        if (rules.NeedsToken && !knowsToken && !AccessKeys.IsSame(keys.Cookie, request.Cookies[CookieName(request.Host)]))
        {
            return await Refuse(
                context, StatusCodes.Status401Unauthorized,
                $"This address needs the token that '{rules.Verb}' printed: "
                    + (rules.ForPrograms ? "send it as 'Authorization: Bearer TOKEN', or " : "") + "open the whole address.\n");
        }

        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || (HttpMethods.IsPost(request.Method) && IsFromOurPage(request))
            || await Refuse(
                context, StatusCodes.Status403Forbidden,
                rules.ForPrograms ? "Not from a page of another site.\n" : "Only a page of this program may change something.\n");
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

    // The token leaves the address, and so the history and what is copied from it.
    private bool Remembered(HttpContext context)
    {
        var request = context.Request;
        context.Response.Cookies.Append(CookieName(request.Host), keys.Cookie, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
        });
        var rest = request.Query.Where(part => part.Key != TokenName)
            .SelectMany(part => part.Value.Select(value => $"{Uri.EscapeDataString(part.Key)}={Uri.EscapeDataString(value ?? "")}"));
        var query = string.Join('&', rest);
        var path = request.Path.ToUriComponent().Replace("//", "/", StringComparison.Ordinal);
        context.Response.Redirect(query.Length > 0 ? $"{path}?{query}" : path);
        return false;
    }

    // An address in digits cannot be made to mean another machine; a name can.
    private bool IsOurs(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || rules.Hosts.Contains(host.Host.ToLowerInvariant())
        || IPAddress.TryParse(host.Host.Trim('[', ']'), out _);

    private bool IsFromOurPage(HttpRequest request) =>
        (rules.ForPrograms || AccessKeys.IsSame(keys.Request, request.Headers[KeyHeader].ToString()))
        && (request.Headers.Origin.ToString() is not { Length: > 0 } origin || origin == $"{request.Scheme}://{request.Host}");
}
