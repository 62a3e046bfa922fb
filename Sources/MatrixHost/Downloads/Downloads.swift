package import MatrixModel
package import SystemPackage

/// Brings files and small texts from addresses (`http`, `https`, `file`).
///
/// One attempt at one address: which place to try next and when to verify is the caller's business; retries with
/// back-off at the same address are done inside.
package struct Downloads: Sendable {
    /// Downloads into `request.destination`, resuming what is there; returns when the whole body has arrived and is
    /// on disk. The partial file stays when it throws (`DownloadError`), so that the next run resumes.
    package var download:
        @Sendable (_ request: DownloadRequest, _ progress: @escaping DownloadProgress) async throws -> Void
    /// Fetches a small text (an index page, at most `limit`) with an `Accept` header.
    package var fetchText: @Sendable (_ url: String, _ accept: String, _ limit: ByteCount) async throws -> String

    package init(
        download: @escaping @Sendable (DownloadRequest, @escaping DownloadProgress) async throws -> Void,
        fetchText: @escaping @Sendable (String, String, ByteCount) async throws -> String
    ) {
        self.download = download
        self.fetchText = fetchText
    }
}

/// Called from the transfer's thread, a few times a second at most, with the bytes on disk and the total if known.
package typealias DownloadProgress = @Sendable (_ received: ByteCount, _ total: ByteCount?) -> Void

/// One file to bring.
package struct DownloadRequest: Sendable, Equatable {
    package var url: String
    /// The partial file; created when missing, resumed when not.
    package var destination: FilePath
    /// The exact size, when the recipe knows it.
    package var expectedSize: ByteCount?
    /// A body larger than this is stopped while it streams.
    package var maximumSize: ByteCount

    package init(url: String, destination: FilePath, expectedSize: ByteCount?, maximumSize: ByteCount) {
        self.url = url
        self.destination = destination
        self.expectedSize = expectedSize
        self.maximumSize = maximumSize
    }
}
