import MatrixModel

/// How one attempt failed, when that is not the last word; a failure that is final is a `DownloadError`.
enum TransferFailure: Error {
    /// Worth another attempt, after the pause that the server asked for.
    case transient(DownloadError, retryAfter: Duration?)
    /// The server cannot go on where the partial file ends; `total` is the body's size, if it said so.
    case cannotResume(total: ByteCount?)
    case cancelled
}
