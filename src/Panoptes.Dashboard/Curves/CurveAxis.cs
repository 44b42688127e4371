namespace Panoptes.Dashboard.Curves;

/// <summary>What curves of several runs are drawn over.</summary>
internal enum CurveAxis
{
    /// <summary>Steps of training.</summary>
    Steps,

    /// <summary>Images that were trained on, each as often as it was drawn.</summary>
    Samples,

    /// <summary>Time that the run's processes worked, without what lies between attempts.</summary>
    Time,
}
