using Panoptes.Data.Classes;
using Panoptes.Diagnosis.Examination;
using Panoptes.Diagnosis.Opinions;
using Panoptes.Diagnosis.Sheets;

namespace Panoptes.Reports.Diagnoses;

/// <summary>What the doctor's page shows.</summary>
/// <param name="Diagnosis">What was found.</param>
/// <param name="Classes">The data set's classes.</param>
/// <param name="Sheet">Samples as training sees them.</param>
/// <param name="Offsets">The map of offsets.</param>
/// <param name="Opinion">What a model says; null where none was asked.</param>
public sealed record DoctorReport(
    LabelDiagnosis Diagnosis, ClassTable Classes, IReadOnlyList<DoctorPicture> Sheet, IReadOnlyList<DoctorPicture> Offsets,
    SecondOpinion? Opinion);
