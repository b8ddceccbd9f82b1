namespace Plumb;

/// <summary>
/// The request is wrong (settings, arguments or input): what, where, why and what to do, in one short message for people.
/// Programs end with exit code 2 and nothing written. Everything else that is thrown is a fault of Plumb's own.
/// </summary>
public sealed class RequestException : Exception
{
    /// <summary>An error with its message.</summary>
    /// <param name="message">What is wrong, where, why, and what to do.</param>
    public RequestException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its message and cause.</summary>
    /// <param name="message">What is wrong, where, why, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public RequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error without a message; use the other constructors.</summary>
    public RequestException()
    {
    }
}
