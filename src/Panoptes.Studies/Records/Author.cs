namespace Panoptes.Studies.Records;

/// <summary>Who writes records.</summary>
public static class Author
{
    /// <summary>The user and host of this process, such as <c>ada@node7</c>.</summary>
    public static string OfThisProcess => $"{Environment.UserName}@{Environment.MachineName}";
}
