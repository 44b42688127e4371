using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Panoptes.Serving.Requests;

namespace Panoptes.Serving.Answers;

/// <summary>Chooses the form of an answer: what the address says with <c>as</c>, else the first that <c>Accept</c> asks for.</summary>
internal static class AnswerChoice
{
    private const string Json = "application/json";
    private const string Png = "image/png";

    /// <summary>The form that a request asks for; JSON where it asks for nothing.</summary>
    /// <exception cref="RequestFault">There is no such form.</exception>
    public static AnswerForm Of(HttpRequest request)
    {
        var named = request.Query["as"].ToString();
        if (named.Length > 0)
        {
            return named.All(char.IsAsciiLetter) && Enum.TryParse<AnswerForm>(named, ignoreCase: true, out var form) ? form
                : throw new RequestFault(
                    StatusCodes.Status400BadRequest, "as: an unknown form; known are json, labels, colors and overlay");
        }

        var accepted = request.GetTypedHeaders().Accept;
        foreach (var type in accepted.OrderByDescending(type => type.Quality ?? 1))
        {
            if (type.Quality is not 0 && Matching(type) is { } form)
            {
                return form;
            }
        }

        return accepted.Count == 0 ? AnswerForm.Json : throw new RequestFault(
            StatusCodes.Status406NotAcceptable, $"Accept: none of the types that are answered; these are {Json} and {Png}");
    }

    private static AnswerForm? Matching(MediaTypeHeaderValue type) =>
        type.MatchesMediaType(Json) ? AnswerForm.Json : type.MatchesMediaType(Png) ? AnswerForm.Labels : null;
}
