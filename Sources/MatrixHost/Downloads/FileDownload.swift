import MatrixModel

/// Brings one file: decides between going on, starting over and being done.
struct FileDownload: Sendable {
    let request: DownloadRequest
    let policy: DownloadPolicy
    let progress: DownloadProgress

    /// One attempt. Blocks. Whatever has arrived is on disk when it returns, and stays when it throws.
    func attempt(_ cancellation: Cancellation) throws {
        let sink = try FileSink(request: request, progress: progress)
        if sink.size != request.expectedSize?.bytes {
            do {
                try transfer(into: sink, cancellation)
            } catch TransferFailure.cannotResume(let total) {
                if total?.bytes != sink.size {
                    try sink.restart()
                    try transfer(into: sink, cancellation)
                }
            }
        }
        try sink.finish()
    }

    private func transfer(into sink: FileSink, _ cancellation: Cancellation) throws {
        try CurlTransfer(url: request.url, offset: sink.size, policy: policy).perform(into: sink, cancellation)
    }
}
