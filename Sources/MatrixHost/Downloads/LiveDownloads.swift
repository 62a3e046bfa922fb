import MatrixModel

extension Downloads {
    /// Real transfers through libcurl. The proxy variables of the process are honoured; `clock` times the back-off.
    package static func live(
        clock: any Clock<Duration> = ContinuousClock(), policy: DownloadPolicy = DownloadPolicy()
    ) -> Downloads {
        Downloads(
            download: { request, progress in
                let download = FileDownload(request: request, policy: policy, progress: progress)
                try await retrying(clock, policy, download.attempt)
            },
            fetchText: { url, accept, limit in
                try await retrying(clock, policy) { cancellation in
                    let sink = TextSink(url: url, limit: limit)
                    try CurlTransfer(url: url, accept: accept, policy: policy).perform(into: sink, cancellation)
                    return try sink.text()
                }
            })
    }

    /// Tries until an attempt is through, its failure is final, or the policy has no attempt left.
    private static func retrying<Value: Sendable>(
        _ clock: any Clock<Duration>, _ policy: DownloadPolicy,
        _ attempt: @escaping @Sendable (Cancellation) throws -> Value
    ) async throws -> Value {
        var number = 1
        while true {
            do {
                let cancellation = Cancellation()
                return try await withTaskCancellationHandler {
                    try await onOwnThread { try attempt(cancellation) }
                } onCancel: {
                    cancellation.cancel()
                }
            } catch TransferFailure.transient(let error, let retryAfter) {
                number += 1
                guard number <= policy.attempts(after: error) else { throw error }
                try await clock.sleep(for: policy.pause(before: number, retryAfter: retryAfter))
            } catch TransferFailure.cancelled {
                throw CancellationError()
            }
        }
    }
}
