using Panoptes.Serving.Answers;
using Panoptes.Serving.Batching;
using Panoptes.Serving.Measuring;
using Panoptes.Serving.Models;
using Panoptes.Serving.Requests;

namespace Panoptes.Serving.Hosting;

/// <summary>What the endpoints of a service share.</summary>
/// <param name="Model">What is served.</param>
/// <param name="Limits">How large requests may be.</param>
/// <param name="Queue">Where images wait.</param>
/// <param name="Admission">How many requests are inside.</param>
/// <param name="Metrics">What is counted.</param>
/// <param name="Pictures">Draws readings.</param>
/// <param name="Time">The clock.</param>
/// <param name="Ending">Is set when no more requests are taken.</param>
internal sealed record ServiceParts(
    ServedModelInfo Model,
    RequestLimits Limits,
    PredictionQueue Queue,
    Admission Admission,
    ServiceMetrics Metrics,
    ReadingPictures Pictures,
    TimeProvider Time,
    CancellationToken Ending);
