namespace Panoptes.Experiments.Configuration;

/// <summary>A configuration that checks its ranges, and that its settings fit each other, once it is bound.</summary>
public interface IValidated
{
    /// <summary>Checks the whole configuration.</summary>
    /// <exception cref="Foundation.InputException">A setting is out of range or contradicts another; its source is the setting's dotted
    /// path.</exception>
    void Validate();
}
